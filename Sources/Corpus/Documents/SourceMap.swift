internal import Foundation
internal import Tokenization

/// What the sources of well-known corpora are, as document types.
///
/// Dolma, RedPajama and The Pile name the source of each document; FineWeb gives its address, whose
/// host tells something for some hosts. Crawls mix everything, so their documents are guessed.
enum SourceMap {
  /// The label that a document carries for its source.
  static func source(of object: JSONValue) -> String? {
    if let source = object["source"]?.text { return source }
    for key in ["meta", "metadata"] {
      guard let meta = members(object[key]) else { continue }
      for name in ["redpajama_set_name", "pile_set_name", "source", "subset"] {
        if let source = meta[name]?.text { return source }
      }
    }
    return object["dataset"]?.text ?? object["dump"]?.text
  }

  /// The host of a document's address, without `www.`.
  static func host(of object: JSONValue) -> String? {
    let address =
      object["url"]?.text ?? members(object["meta"])?["url"]?.text
      ?? members(object["metadata"])?["url"]?.text
    guard let address, let start = address.range(of: "://") else { return nil }
    let host = address[start.upperBound...].prefix { $0 != "/" && $0 != ":" && $0 != "?" }
      .lowercased()
    return host.hasPrefix("www.") ? String(host.dropFirst(4)) : host
  }

  /// Whether a record is a file of a repository, as The Stack has them.
  static func isProgram(_ record: JSONValue) -> Bool {
    let isFile = ["max_stars_repo_name", "max_stars_repo_path", "repo_name", "blob_id", "hexsha"]
      .contains { record[$0]?.text != nil }
    let language = (record["lang"] ?? record["language"] ?? record["ext"])?.text?.lowercased()
    return isFile
      && language.map { !["markdown", "md", "text", "txt", "rst"].contains($0) } ?? false
  }

  /// The object, also where it was written as a string of JSON, as RedPajama has it.
  private static func members(_ value: JSONValue?) -> JSONValue? {
    guard let bytes = value?.bytes else { return value }
    guard bytes.first == UInt8(ascii: "{") else { return nil }
    return try? JSONParser.parse(bytes, isLenient: true)
  }

  static func type(ofSource source: String) -> String? {
    if let type = types[source.lowercased()] { return type }
    // Dolma's second version numbers its parts: `stack-v2-0012`.
    let name = source.lowercased()
    return families.first { name.hasPrefix($0.prefix) }?.type
  }

  static func type(ofHost host: String) -> String? {
    var name = host[...]
    // A host is of its domain's kind: en.wikipedia.org of wikipedia.org's.
    while true {
      if let type = hosts[String(name)] { return type }
      guard let dot = name.firstIndex(of: ".") else { return nil }
      name = name[name.index(after: dot)...]
    }
  }

  private static let families: [(prefix: String, type: String)] = [
    ("stack-v", "code"), ("starcoder", "code"), ("the-stack", "code"), ("stack-edu", "code"),
    ("pes2o", "textbook"), ("arxiv", "textbook"), ("proof-pile", "textbook"),
    ("algebraic-stack", "code"), ("open-web-math", "textbook"), ("openwebmath", "textbook"),
    ("finemath", "textbook"), ("cosmopedia", "textbook"), ("stackexchange", "forum"),
    ("reddit", "forum"), ("wiki", "encyclopedia"),
  ]

  private static let types: [String: String] = [
    // Dolma
    "stack": "code", "reddit": "forum", "pes2o": "textbook", "wiki": "encyclopedia",
    "wikipedia": "encyclopedia", "wikibooks": "textbook", "wikiref": "encyclopedia",
    "gutenberg": "other", "books": "other", "megawika": "encyclopedia", "cc-news": "other",
    "s2": "textbook", "stackexchange": "forum", "arxiv": "textbook", "tulu_flan": "other",
    "flan": "other",
    // RedPajama
    "redpajamagithub": "code", "redpajamaarxiv": "textbook", "redpajamawikipedia": "encyclopedia",
    "redpajamastackexchange": "forum", "redpajamabook": "other", "github": "code", "book": "other",
    // The Pile
    "stack exchange": "forum", "ubuntu irc": "forum", "hackernews": "forum",
    "wikipedia (en)": "encyclopedia", "dm mathematics": "textbook", "pubmed central": "textbook",
    "pubmed abstracts": "textbook", "philpapers": "textbook", "nih exporter": "textbook",
    "uspto backgrounds": "other", "freelaw": "other", "enron emails": "other",
    "europarl": "other", "books3": "other", "bookcorpus2": "other", "gutenberg (pg-19)": "other",
    "opensubtitles": "other", "youtubesubtitles": "other",
  ]

  private static let hosts: [String: String] = [
    "github.com": "code", "gist.github.com": "code", "raw.githubusercontent.com": "code",
    "gitlab.com": "code", "bitbucket.org": "code", "sourceforge.net": "code",
    "pastebin.com": "code",
    "stackoverflow.com": "forum", "stackexchange.com": "forum", "superuser.com": "forum",
    "serverfault.com": "forum", "askubuntu.com": "forum", "mathoverflow.net": "forum",
    "reddit.com": "forum", "quora.com": "forum", "news.ycombinator.com": "forum",
    "answers.yahoo.com": "forum", "physicsforums.com": "forum", "artofproblemsolving.com": "forum",
    "wikipedia.org": "encyclopedia", "britannica.com": "encyclopedia", "fandom.com": "encyclopedia",
    "wikidata.org": "encyclopedia", "wiktionary.org": "encyclopedia",
    "encyclopedia.com": "encyclopedia", "wikibooks.org": "textbook", "wikiversity.org": "textbook",
    "arxiv.org": "textbook", "khanacademy.org": "textbook", "libretexts.org": "textbook",
    "openstax.org": "textbook", "mathworld.wolfram.com": "textbook",
    "tutorialspoint.com": "textbook",
    "w3schools.com": "textbook", "geeksforgeeks.org": "textbook", "ncbi.nlm.nih.gov": "textbook",
  ]
}
