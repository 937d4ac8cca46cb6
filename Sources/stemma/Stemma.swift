import StemmaCommands

@main
struct Stemma {
  static func main() {
    StemmaCommand.start()
  }
}
