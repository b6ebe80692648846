import JSON
import Testing

@Suite("Reading the fields of a record")
struct JSONScalarTests {
    private func read(_ text: String) throws(JSONError) -> [String] {
        var reader = JSONReader(Array(text.utf8))
        var found: [String] = []
        try reader.scalars { name, value in found.append("\(name)=\(value)") }
        try reader.finish()
        return found
    }

    @Test("every kind of scalar is handed out in the order in which it stands")
    func kinds() throws {
        #expect(
            try read(##"{"a":null, "b" : true,"c":-7,"a rather long name":"x\ny","":"é"}"##) == [
                "a=null", "b=boolean(true)", "c=integer(-7)", ##"a rather long name=text("x\ny")"##, ##"=text("é")"##,
            ])
        #expect(try read("{}") == [])
    }

    @Test(
        "a name that occurs twice is refused, however it is written",
        arguments: [
            ##"{"a":1,"a":2}"##, ##"{"a":1,"\u0061":2}"##, ##"{"\u0061":1,"a":2}"##, ##"{"\u0061":1,"\u0061":2}"##,
            ##"{"a long name of a field":1,"b":2,"a long name of a field":3}"##, ##"{"":1,"":2}"##,
        ])
    func twice(text: String) { #expect(throws: JSONError.self) { try read(text) } }

    @Test("names that only resemble one another are different")
    func similar() throws {
        #expect(try read(##"{"address_one_line":1,"address_two_line":2,"ab":3,"ba":4,"a":5,"aa":6}"##).count == 6)
    }

    @Test("an object of many members is read like one of few, and a name that occurs twice is found in it")
    func many() throws {
        let members = (0..<500).map { ##""field number \##($0) of the record":\##($0)"## }
        #expect(try read("{" + members.joined(separator: ",") + "}").count == 500)
        let again = "{" + (members + [members[3]]).joined(separator: ",") + "}"
        #expect(throws: JSONError.self) { try read(again) }
    }

    @Test(
        "what is no scalar, or no object, is refused",
        arguments: [
            ##"{"a":[]}"##, ##"{"a":{}}"##, ##"{"a":1.5}"##, ##"{"a":1"##, "[]", "", ##"{"a" 1}"##, ##"{"a":1,}"##,
        ])
    func refused(text: String) { #expect(throws: JSONError.self) { try read(text) } }

    @Test("a reader goes on after the object")
    func after() throws {
        var reader = JSONReader(Array(##"{"fields":{"a":1},"next":[{"b":2},{"b":3}]}"##.utf8))
        var names: [String] = []
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "fields": try reader.scalars { name, _ in names.append(name) }
            default:
                try reader.beginArray()
                while try reader.nextElement() { try reader.scalars { name, _ in names.append(name) } }
            }
        }
        try reader.finish()
        #expect(names == ["a", "b", "b"])
    }

    private static let pages = [
        ##"{"a":1,"b":2,"c":3}"##, ##"{"a":4,"b":5,"c":6}"##, ##"{"a":4,"b":5,"c":6,"d":7}"##, ##"{"a":4,"b":5}"##,
        ##"{"a":4,"b":5,"d":6}"##, ##"{"a":4, "b":5,"c":6}"##, ##"{"a":4,"b" :5,"c":6}"##, ##"{ "a":4,"b":5 ,"c":6 }"##,
        ##"{"a":4,"\u0062":5,"c":6}"##, ##"{"a":4,"b":5,"b":6}"##, ##"{"a":4,"b":5,"a":6}"##,
        ##"{"a":4,"b":5,"c":6,"a":7}"##,
        ##"{"a":4,"b":5,"c":6,"\u0061":7}"##, ##"{"a":4,"bc":5,"c":6}"##, ##"{"b":4,"a":5,"c":6}"##,
        ##"{"b":1,"c":2,"a":3}"##,
        "{}", ##"{"a":4,"b":5,"c":6,}"##, ##"{"a":4,"b":5,}"##, ##"{"a":4 "b":5}"##, ##"{"a":4,,"b":5}"##,
        ##"{"a":4,"b":[],"c":6}"##,
        ##"{"a":4,"b":5,"c":6"##, ##"{"a":4,"b":5,"##, ##"{"a":4,"b"##, ##"{"a":"b","b":"a","c":"c"}"##,
        ##"{"":1,"a":2,"b":3}"##,
    ]

    @Test("a record is read the same, whatever records stood before it in the text", arguments: pages)
    func afterOthers(text: String) {
        let alone = Result { () throws(JSONError) in try read(text) }
        for others in [Array(Self.pages.prefix(1)), Self.pages.filter { (try? read($0)) != nil }] {
            // What can't be read by itself is no part of a text that is read up to its last record.
            let all = "[" + (others + [text]).joined(separator: ",")
            let last = Result { () throws(JSONError) in
                var reader = JSONReader(Array(all.utf8))
                try reader.beginArray()
                var found: [String] = []
                for _ in 0...others.count {
                    _ = try reader.nextElement()
                    found = []
                    try reader.scalars { name, value in found.append("\(name)=\(value)") }
                }
                return found
            }
            switch (alone, last) {
            case (.success(let alone), .success(let last)): #expect(alone == last)
            case (.failure(let alone), .failure(let last)): #expect(alone.code == last.code)
            case (.success, .failure), (.failure, .success): Issue.record("\(alone) alone, \(last) after others")
            }
        }
    }

    @Test("more members than the limit are refused also in a record like the one before")
    func tooMany() {
        let record = "{" + (0..<4).map { ##""field \##($0)":\##($0)"## }.joined(separator: ",") + "}"
        var reader = JSONReader(Array("[\(record),\(record)]".utf8), limits: JSONLimits(members: 4))
        #expect(throws: Never.self) { try Self.readTwo(&reader) }
        reader = JSONReader(Array("[\(record.dropLast()),\"more\":1},\(record)]".utf8), limits: JSONLimits(members: 4))
        #expect(throws: JSONError.self) { try Self.readTwo(&reader) }
        reader = JSONReader(Array("[\(record),\(record.dropLast()),\"more\":1}]".utf8), limits: JSONLimits(members: 4))
        #expect(throws: JSONError.self) { try Self.readTwo(&reader) }
    }

    private static func readTwo(_ reader: inout JSONReader) throws(JSONError) {
        try reader.beginArray()
        while try reader.nextElement() { try reader.scalars { _, _ in } }
        try reader.finish()
    }

    @Test("a string is written right wherever in it an escape is needed", arguments: 0..<20)
    func escapes(length: Int) throws {
        for place in 0..<max(1, length) {
            for special in ["\"", "\\", "\n", "\u{1}", "é"] where length > 0 {
                let text =
                    String(repeating: "x", count: place) + special + String(repeating: "y", count: length - place - 1)
                #expect(try JSON.decode(String.self, from: JSON.encode(text)) == text)
                #expect(try JSON.decode([String].self, from: JSON.encode([text, text])) == [text, text])
            }
        }
    }
}
