/// The area of a rectangle or a right triangle.
enum Area {
  static func problem(_ random: inout RandomStream) -> Problem {
    let width = random.int(2...15)
    let height = random.int(1...8) * 2
    return Problem(
      procedure: .area,
      slots: [
        "w": "\(width)", "h": "\(height)", "r": "\(width * height)",
        "half": "\(width * height / 2)", "around": "\(2 * (width + height))",
        "thing": random.pick(["room", "garden", "field", "sheet", "wall", "terrace", "poster"]),
        "result": "\(width * height)",
      ],
      key: "area \(width) \(height)", result: "\(width * height)")
  }

  static let voices = ProcedureVoices(
    names: Voices("«area|areas of rectangles|how much a surface holds|rectangles and triangles»"),
    asks: Voices(
      """
      A $thing is $w by $h. What is its area?
      %%
      How large is a $thing with sides $w and $h?
      %%
      Find the area of a rectangle with sides $w and $h.
      """),
    works: Voices(
      """
      Width times height: $w * $h = $r. The area is $r.
      %%
      $h rows of $w squares make $w * $h = $r squares.
      %%
      The rectangle has $w * $h = $r, and the triangle that is half of it $half.
      """),
    ideas: Voices(
      """
      «Area counts unit squares|To measure a surface, cover it with squares»: «so many in a row, so many rows|rows times columns».
      %%
      «Cut a rectangle along its diagonal|A right triangle is half of a rectangle», «and each piece has half of the area|so its area is half of the product».
      """),
    slips: Voices(
      """
      «Adding the sides gives the way around, $around, not the surface|The distance around, $around, is another question».
      """),
    programs: Voices(
      """
      def area(width, height):
          return width * height

      print(area($w, $h))  # $r
      %%
      struct Rectangle { let width: Int, height: Int
        var area: Int { width * height }  // $w by $h: $r
        var perimeter: Int { 2 * (width + height) }  // $around
      }
      """))
}
