import Foundation

/// A byte-level tokenizer as Hugging Face's `tokenizers` reads it.
struct TokenizerFile {
  let entries: [[UInt8]]
  let merges: [(left: [UInt8], right: [UInt8])]
  let specialTokens: [String]
  let individualDigits: Bool

  var data: Data {
    let byteLevel =
      #"{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true}"#
    let digits = #"{"type":"Digits","individual_digits":true}"#
    let splitting =
      individualDigits
      ? #"{"type":"Sequence","pretokenizers":[\#(digits),\#(byteLevel)]}"# : byteLevel
    let added = specialTokens.enumerated().map { number, content in
      #"{"id":\#(number),"content":\#(Self.quoted(Array(content.utf8))),"single_word":false,"#
        + #""lstrip":false,"rstrip":false,"normalized":false,"special":true}"#
    }
    let vocabulary = entries.enumerated().map { "\(Self.quoted($1)):\($0)" }
    let pairs = merges.map { "[\(Self.quoted($0.left)),\(Self.quoted($0.right))]" }
    let text = """
      {"version":"1.0","truncation":null,"padding":null,
      "added_tokens":[\(added.joined(separator: ",\n"))],
      "normalizer":null,
      "pre_tokenizer":\(splitting),
      "post_processor":null,
      "decoder":\(byteLevel),
      "model":{"type":"BPE","dropout":null,"unk_token":null,"continuing_subword_prefix":null,
      "end_of_word_suffix":null,"fuse_unk":false,"byte_fallback":false,"ignore_merges":false,
      "vocab":{\(vocabulary.joined(separator: ",\n"))},
      "merges":[\(pairs.joined(separator: ",\n"))]}}

      """
    return Data(text.utf8)
  }

  private static func quoted(_ bytes: [UInt8]) -> String {
    var result = "\""
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\u{0}"..<"\u{20}":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
