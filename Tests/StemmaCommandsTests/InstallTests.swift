import Foundation
import TestSupport
import Testing

/// What `make install` puts under a prefix, from the program that these tests drive, and that it all goes again.
@Suite(.tags(.program)) struct InstallTests {
  private let folder: TemporaryFolder
  private let prefix: String

  private static let packaging = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: ".ci/packaging").path

  init() throws {
    folder = try TemporaryFolder()
    prefix = folder.path + "/prefix"
    let built = URL(filePath: Program.path).deletingLastPathComponent().path
    let done = try Program.shell(
      "sh '\(Self.packaging)/install.sh' '\(built)' '' \"$1\"", prefix)
    try #require(done.status == 0, "\(done.errors)")
  }

  private func text(_ path: String) throws -> String {
    try String(contentsOfFile: prefix + "/share/" + path, encoding: .utf8)
  }

  /// Every option of every command, as the parser itself describes them: its names, where it stands.
  private func options() throws -> [(path: [String], names: [(kind: String, name: String)])] {
    let dump = try #require(
      try Program.run("--experimental-dump-help").json as? [String: Any])
    var found: [(path: [String], names: [(kind: String, name: String)])] = []
    func visit(_ command: [String: Any], _ path: [String]) {
      guard let name = command["commandName"] as? String, name != "help",
        command["shouldDisplay"] as? Bool ?? true
      else { return }
      let path = path + [name]
      for argument in command["arguments"] as? [[String: Any]] ?? []
      where argument["shouldDisplay"] as? Bool ?? true {
        let names = (argument["names"] as? [[String: String]] ?? []).compactMap { name in
          name["kind"].flatMap { kind in name["name"].map { (kind: kind, name: $0) } }
        }
        found.append((path, names))
        // A value that is explained in a list of values which lacks others' explanations stands there with a dash alone.
        let explained = argument["allValueDescriptions"] as? [String: String] ?? [:]
        let values = argument["allValues"] as? [String] ?? []
        #expect(explained.isEmpty || Set(explained.keys) == Set(values), "\(path) \(names)")
      }
      for child in command["subcommands"] as? [[String: Any]] ?? [] { visit(child, path) }
    }
    visit(try #require(dump["command"] as? [String: Any]), [])
    return found
  }

  @Test func pagesAndCompletionsListEveryOption() throws {
    let unpacked = try Program.shell("gunzip -k \"$1\"/share/man/man1/*.gz", prefix)
    #expect(unpacked.status == 0)
    let scripts = [
      "bash": try text("bash-completion/completions/stemma"),
      "zsh": try text("zsh/site-functions/_stemma"),
      "fish": try text("fish/vendor_completions.d/stemma.fish"),
    ]
    let options = try options()
    #expect(options.count > 100)
    for option in options {
      let page = try text("man/man1/\(option.path.joined(separator: "-")).1")
        .replacing("\\-", with: "-")
      for (kind, name) in option.names {
        let typed = (kind == "long" ? "--" : "-") + name
        #expect(page.contains("\\fB\(typed)\\fR"), "\(option.path) \(typed)")
        for (shell, script) in scripts {
          // fish says an option's name alone.
          #expect(
            script.contains(shell == "fish" ? name : typed), "\(shell) \(option.path) \(typed)")
        }
      }
    }
  }

  /// Every page is one that `man` can draw, with its sections in their order.
  @Test func pagesHaveTheSectionsOfAManual() throws {
    let ran = try Program.shell(
      "gunzip \"$1\"/share/man/man1/*.gz; command -v man >/dev/null || exit 0; for p in \"$1\"/share/man/man1/*.1; do LC_ALL=C.UTF-8 MANROFFSEQ= man --warnings -E UTF-8 -l -Tutf8 -Z \"$p\" >/dev/null || exit 9; done",
      prefix)
    #expect(ran.status == 0 && ran.errors.isEmpty, "\(ran.errors)")
    let pages = try FileManager.default.contentsOfDirectory(atPath: prefix + "/share/man/man1")
    #expect(pages.count > 20 && pages.contains("stemma.1") && pages.contains("stemma-compute.1"))
    for page in pages {
      let sections = try text("man/man1/" + page).split(separator: "\n").filter {
        $0.hasPrefix(".SH ")
      }
      #expect(sections.prefix(3) == [".SH NAME", ".SH SYNOPSIS", ".SH DESCRIPTION"], "\(page)")
    }
  }

  /// Without a workspace the installed sample is opened: a copy in the person's state folder, and nothing is written
  /// where the sample was put.
  @Test func theInstalledSampleIsOpenedAsACopy() throws {
    let opened = try Program.shell(
      """
      set -e; cd "$1"; export HOME="$1/home"; unset XDG_STATE_HOME XDG_CONFIG_HOME XDG_CACHE_HOME
      mkdir -p home empty; find share bin -type f -exec sha256sum {} + | sort > before
      cd empty; ../bin/stemma status | grep '^/.*/home/.local/state/stemma/sample$'
      cd ..; find share bin -type f -exec sha256sum {} + | sort | cmp - before
      """, prefix)
    #expect(opened.status == 0, "\(opened.errors)")
    let copy = prefix + "/home/.local/state/stemma/sample/"
    #expect(FileManager.default.fileExists(atPath: copy + "stemma.yaml"))
    #expect(
      FileManager.default.contentsEqual(
        atPath: copy + "corpus.jsonl", andPath: prefix + "/share/stemma/sample/corpus.jsonl"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: prefix + "/empty").isEmpty)
  }

  /// The program, the sample, the licences; nothing a run has left; after removal no file.
  @Test func whatIsInstalledGoesAgain() throws {
    #expect(FileManager.default.isExecutableFile(atPath: prefix + "/bin/stemma"))
    #expect(FileManager.default.fileExists(atPath: prefix + "/share/stemma/sample/stemma.yaml"))
    #expect(!FileManager.default.fileExists(atPath: prefix + "/share/stemma/sample/.stemma"))
    let licences = try FileManager.default.contentsOfDirectory(
      atPath: prefix + "/share/doc/stemma/licences")
    for package in ["GRDB.swift", "Yams", "swift-argument-parser"] {
      #expect(licences.contains(package), "\(licences)")
    }
    let removed = try Program.shell(
      "sh '\(Self.packaging)/uninstall.sh' \"$1\" && find \"$1\" -type f | head -3 >&2", prefix)
    #expect(removed.status == 0 && removed.errors.isEmpty, "\(removed.errors)")
  }
}
