extension WireBuffer {
    /// Appends a comma unless what stands last opens something or names a member.
    mutating func separate() {
        switch bytes.last {
        case nil, UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: ":"): break
        default: bytes.append(UInt8(ascii: ","))
        }
    }

    /// Appends `"name":`, a name that needs no escapes, after a comma where one is due.
    mutating func member(_ name: StaticString) {
        separate()
        raw("\"")
        raw(name)
        raw("\":")
    }

    /// Appends a prepared key, with quotes and colon, after a comma where one is due.
    mutating func member(_ key: [UInt8]) {
        separate()
        raw(key)
    }

    /// Appends the name of a member that isn't known before, after a comma where one is due.
    mutating func member(named name: String) {
        separate()
        string(name)
        raw(":")
    }
}
