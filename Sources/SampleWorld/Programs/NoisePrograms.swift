/// Programs about strings, files, queues and pages.
enum NoisePrograms {
  static let words = [
    "item", "record", "token", "line", "user", "event", "node", "path", "entry", "packet", "frame",
    "label", "field", "chunk", "query", "order", "ticket", "image", "song", "message",
  ]

  static let voices = Voices(.programs, "NoisePrograms.voices")
}
