@main
struct Stemma {
  static func main() {}
}
