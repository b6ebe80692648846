/// The version of a plugin: `major.minor.patch`, compared number by number; a pre-release (`-beta.1`) comes before its release.
public struct SemanticVersion: Sendable, Hashable, CustomStringConvertible {
    /// The number that rises when something that worked may no longer.
    public var major: Int
    /// The number that rises when something is added.
    public var minor: Int
    /// The number that rises when something is mended.
    public var patch: Int
    /// The parts of a pre-release's name; empty for a release.
    public var preRelease: [String]

    /// Creates a version.
    public init(_ major: Int, _ minor: Int = 0, _ patch: Int = 0, preRelease: [String] = []) {
        self.major = major
        self.minor = minor
        self.patch = patch
        self.preRelease = preRelease
    }

    /// Reads `1.2.3`, `1.2.3-beta.1`; nothing else, and no leading zeros.
    ///
    /// Build metadata (`+…`) is left out.
    public init?(_ text: String) {
        let withoutBuild = text.split(separator: "+", maxSplits: 1, omittingEmptySubsequences: false)[0]
        let halves = withoutBuild.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        let numbers = halves[0].split(separator: ".", omittingEmptySubsequences: false).map(Self.number)
        guard numbers.count == 3, let major = numbers[0], let minor = numbers[1], let patch = numbers[2] else {
            return nil
        }
        var parts: [String] = []
        if halves.count == 2 {
            parts = halves[1].split(separator: ".", omittingEmptySubsequences: false).map(String.init)
            guard parts.allSatisfy(Self.isIdentifier) else { return nil }
        }
        self.init(major, minor, patch, preRelease: parts)
    }

    /// The version as text.
    public var description: String {
        "\(major).\(minor).\(patch)" + (preRelease.isEmpty ? "" : "-" + preRelease.joined(separator: "."))
    }

    static func number(_ text: Substring) -> Int? {
        guard let first = text.utf8.first, text.utf8.allSatisfy({ $0 &- 0x30 < 10 }) else { return nil }
        guard first != 0x30 || text.utf8.count == 1 else { return nil }
        return Int(text)
    }

    private static func isIdentifier(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || byte == UInt8(ascii: "-")
            }
    }
}

extension SemanticVersion: Comparable {
    /// Orders two versions: https://semver.org/#spec-item-11.
    public static func < (left: SemanticVersion, right: SemanticVersion) -> Bool {
        let numbers = [(left.major, right.major), (left.minor, right.minor), (left.patch, right.patch)]
        for (first, second) in numbers where first != second { return first < second }
        return precedes(left.preRelease, right.preRelease)
    }

    private static func precedes(_ left: [String], _ right: [String]) -> Bool {
        guard !left.isEmpty else { return false }
        guard !right.isEmpty else { return true }
        for (first, second) in zip(left, right) where first != second {
            switch (number(first[...]), number(second[...])) {
            case (let first?, let second?): return first < second
            case (_?, nil): return true
            case (nil, _?): return false
            case (nil, nil): return first < second
            }
        }
        return left.count < right.count
    }
}
