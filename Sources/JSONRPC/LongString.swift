/// Looks for a string over a limit in a JSON text that is known to be one.
enum LongString {
    /// The length in bytes of the first string that is longer than a limit, as it is written; `nil` when there is none.
    static func length(in text: ArraySlice<UInt8>, over limit: Int) -> Int? {
        var start: Int?
        var place = text.startIndex
        while place < text.endIndex {
            switch (text[place], start) {
            case (UInt8(ascii: "\\"), _?): place += 1
            case (UInt8(ascii: "\""), let opened?):
                if place - opened - 1 > limit { return place - opened - 1 }
                start = nil
            case (UInt8(ascii: "\""), nil): start = place
            default: break
            }
            place += 1
        }
        return nil
    }
}
