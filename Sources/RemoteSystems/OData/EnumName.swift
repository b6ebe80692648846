/// The names of choice values in Business Central, where `_x0020_` stands for a blank.
///
/// <https://learn.microsoft.com/dotnet/api/system.xml.xmlconvert.encodename>: four hexadecimal digits of a UTF-16 unit.
enum EnumName {
    /// The name as a person reads it.
    static func decoded(_ name: String) -> String {
        guard name.utf8.contains(UInt8(ascii: "_")), name.contains("_x") else { return name }
        let units = Array(name.utf16)
        var result: [UInt16] = []
        result.reserveCapacity(units.count)
        var place = 0
        while place < units.count {
            if let unit = escape(units, at: place) {
                result.append(unit)
                place += 7
            } else {
                result.append(units[place])
                place += 1
            }
        }
        return String(decoding: result, as: UTF16.self)
    }

    /// The name as the API writes it.
    static func encoded(_ name: String) -> String {
        var result = ""
        for unit in name.utf16 {
            let isInner = !result.isEmpty && (isDigit(unit) || unit == 0x2D)
            if isLetter(unit) || isInner, let scalar = Unicode.Scalar(unit) {
                result.unicodeScalars.append(scalar)
            } else {
                let digits = String(unit, radix: 16, uppercase: true)
                result += "_x" + String(repeating: "0", count: 4 - digits.count) + digits + "_"
            }
        }
        return result
    }

    private static func escape(_ units: [UInt16], at place: Int) -> UInt16? {
        guard place + 6 < units.count, units[place] == 0x5F, units[place + 1] == 0x78, units[place + 6] == 0x5F else {
            return nil
        }
        return UInt16(String(decoding: units[place + 2..<place + 6], as: UTF16.self), radix: 16)
    }

    private static func isLetter(_ unit: UInt16) -> Bool {
        (0x41...0x5A).contains(unit) || (0x61...0x7A).contains(unit) || unit > 0xBF && !(0xD800...0xDFFF).contains(unit)
    }

    private static func isDigit(_ unit: UInt16) -> Bool { (0x30...0x39).contains(unit) }
}
