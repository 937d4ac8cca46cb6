/// Records of machines: times that go forward, counts that add up.
enum Logs {
  static func document(_ random: inout RandomStream) -> Draft {
    let text =
      switch random.int(0...3) {
      case 0: service(&random)
      case 1: station(&random)
      case 2: backup(&random)
      default: access(&random)
      }
    return Draft(kind: .other, subtype: "log", text: text)
  }

  private static func clock(_ second: Int) -> String {
    [second / 3600 % 24, second / 60 % 60, second % 60].map { padded($0) }.joined(separator: ":")
  }

  private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  /// A service that meets trouble and gets over it.
  private static func service(_ random: inout RandomStream) -> String {
    var second = random.int(0...86_000)
    let name = random.pick(["mailer", "indexer", "gateway", "scheduler", "thumbnailer", "cache"])
    let host = random.pick(["db1", "db2", "store", "north", "queue", "peer4"])
    let waits = [1, 2, 4, 8].prefix(random.int(1...4))
    var lines = [
      "INFO \(name) starting, \(random.int(2...8)) workers", "INFO connected to \(host)",
    ]
    lines.append("WARN \(host) does not answer")
    for (number, wait) in waits.enumerated() {
      lines.append("INFO retry \(number + 1) after \(wait) s")
    }
    lines.append(
      random.chance(70)
        ? "INFO \(host) is back, \(random.int(3...90)) jobs were waiting"
        : "ERROR giving up on \(host) after \(waits.count) retries")
    let isShort = random.chance(50)
    return lines.map { line in
      second += random.int(1...9)
      return isShort ? "\(clock(second)) \(line)" : "[\(clock(second))] \(line.lowercased())"
    }.joined(separator: "\n")
  }

  /// A weather station: values that drift.
  private static func station(_ random: inout RandomStream) -> String {
    var hour = random.int(0...12)
    var temperature = random.int(-3...18)
    var pressure = random.int(985...1025)
    var lines = ["station \(Names.place(&random)), height \(random.int(10...900)) m"]
    for _ in 0..<random.int(4...7) {
      let wind = random.pick(["calm", "N 2", "NE 3", "E 1", "SW 4", "W 5", "NW 3"])
      lines.append("\(padded(hour)):00  \(temperature) C  \(pressure) hPa  wind \(wind)")
      hour += 1
      temperature += random.int(-1...2)
      pressure += random.int(-2...1)
    }
    return lines.joined(separator: "\n")
  }

  /// A backup whose parts add up to its total.
  private static func backup(_ random: inout RandomStream) -> String {
    let day = "2\(random.int(0...4))-0\(random.int(1...9))"
    let folders = ["photos", "mail", "music", "papers", "code"].filter { _ in random.chance(70) }
    let sizes = folders.map { _ in random.int(2...60) }
    let sum = sizes.reduce(0, +)
    let style = random.int(0...2)
    var lines = ["backup \(day) begins", "== nightly copy, \(day)", "snapshot of \(day)"]
    lines = [lines[style]]
    for (folder, size) in zip(folders, sizes) {
      let new = random.int(0...30)
      switch style {
      case 0:
        lines.append("  \(folder): \(size) GB, \(new == 0 ? "nothing new" : "\(new) new files")")
      case 1: lines.append("+ /\(folder)  +\(new)  (\(size) GB)")
      default: lines.append("\(size)G\t\(folder)")
      }
    }
    switch style {
    case 0:
      lines.append("total \(sum) GB in \(folders.count) folders")
      let isVerified = random.chance(80)
      lines.append(isVerified ? "verified, disk unmounted" : "disk nearly full, please check")
    case 1: lines.append("== \(sum) GB, " + (random.chance(70) ? "ok" : "1 file skipped: in use"))
    default: lines.append("\(sum)G\ttotal")
    }
    return lines.joined(separator: "\n")
  }

  /// A door or a web server.
  private static func access(_ random: inout RandomStream) -> String {
    var second = random.int(20_000...60_000)
    if random.chance(50) {
      let pages = ["/", "/map", "/news", "/style.css", "/login", "/photo.jpg", "/search"]
      return (0..<random.int(4...7)).map { _ in
        second += random.int(1...40)
        let status = random.chance(85) ? "200" : random.pick(["404", "301", "500"])
        return "\(clock(second)) GET \(random.pick(pages)) \(status) \(random.int(1...90)) ms"
      }.joined(separator: "\n")
    }
    var inside: [String] = []
    return (0..<random.int(4...7)).map { _ in
      second += random.int(60...900)
      if inside.isEmpty || random.chance(60) {
        let who = random.pick(Names.people.filter { !inside.contains($0) })
        inside.append(who)
        return "\(clock(second)) \(who) in, \(inside.count) inside"
      }
      let who = inside.remove(at: random.int(0...(inside.count - 1)))
      return "\(clock(second)) \(who) out, \(inside.count) inside"
    }.joined(separator: "\n")
  }
}
