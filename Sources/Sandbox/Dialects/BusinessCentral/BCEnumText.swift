/// The names of choice values as Business Central writes them: signs that XML names lack become `_xHHHH_`.
enum BCEnumText {
    /// `Not Started` as `Not_x0020_Started`.
    static func encode(_ label: String) -> String {
        var encoded = ""
        for unit in label.unicodeScalars {
            let isFine = unit == "_" || unit == "-" || unit.properties.isAlphabetic || (48...57).contains(unit.value)
            encoded += isFine ? String(unit) : "_x\(hex(unit.value))_"
        }
        return encoded
    }

    /// `Not_x0020_Started` as `Not Started`; other text stays as it is.
    static func decode(_ text: String) -> String {
        var decoded = ""
        var rest = text[...]
        while let start = rest.firstRange(of: "_x") {
            decoded += rest[..<start.lowerBound]
            let digits = rest[start.upperBound...].prefix(4)
            let end = rest[start.upperBound...].dropFirst(4)
            if digits.count == 4, end.first == "_", let value = UInt32(digits, radix: 16),
                let scalar = Unicode.Scalar(value)
            {
                decoded.unicodeScalars.append(scalar)
                rest = end.dropFirst()
            } else {
                decoded += rest[start]
                rest = rest[start.upperBound...]
            }
        }
        return decoded + rest
    }

    private static func hex(_ value: UInt32) -> String {
        let text = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - text.count)) + text
    }
}
