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
