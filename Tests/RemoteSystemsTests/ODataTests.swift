import JSON
import Model
import Testing

@testable import RemoteSystems

@Suite("Filters and values")
struct ODataTests {
    private static let hostile: [String] = {
        var random = SplitMix(seed: 11)
        let pieces = [
            "'", "''", " or 1 eq 1", " eq ", "%27", "&$filter=", "&", "#", "?", "\n", "\r\n", "\0", "\u{1F600}", "é",
            ")",
            "(", "null", "\\", "\"", "+", "%", "$batch", "--batch", " ", "a", ";", "/", "\u{202E}", "startswith(x,'",
        ]
        let made = (0..<600).map { _ in
            (0..<Int.random(in: 0..<9, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
        }
        return made + [String(repeating: "x'", count: 3_000)]
    }()

    @Test("600 hostile values stay one literal each, in a filter and in an address")
    func literals() throws {
        for value in Self.hostile {
            let text = ODataFilter.all([.equals("name", .string(value)), .equals("n", .integer(1))]).text
            let encoded = PercentEncoding.query(text)
            #expect(encoded.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"&#?+'\"\\".utf8.contains($0) })
            #expect(try #require(encoded.removingEncoding) == text)
            // Reads it as a parser does: the literal ends at the first quote that is not doubled.
            var rest = text.dropFirst("name eq '".count)
            var read = ""
            while let quote = rest.firstIndex(of: "'") ?? nil {
                read += rest[..<quote]
                rest = rest[rest.index(after: quote)...]
                guard rest.first == "'" else { break }
                read += "'"
                rest = rest.dropFirst()
            }
            #expect(Array(read.utf8) == Array(value.utf8))
            #expect(rest == " and n eq 1")
        }
    }

    @Test("hostile values of typed fields are no literal at all")
    func typed() {
        for value in Self.hostile where !value.isEmpty {
            #expect(BusinessCentral.literal(.text(value), as: .guid) == nil)
            #expect(Dataverse.literal(.text(value), as: .lookup([])) == nil)
            #expect(Dataverse.literal(.text(value), as: .date) == nil)
            #expect(Dataverse.literal(.text(value), as: .choice) == nil)
            #expect(BusinessCentral.literal(.text(value), as: .decimal) == nil)
        }
    }

    @Test(
        "amounts keep every digit and no padding",
        arguments: [
            ("10000.0000", "10000"), ("12.50", "12.5"), ("-0.010", "-0.01"), ("0.0", "0"), ("-0", "0"), ("-0.00", "0"),
            ("1e3", "1000"), ("1.25E-4", "0.000125"), ("123456789012345678.123456789", "123456789012345678.123456789"),
            ("007", "7"), (".5", "0.5"), ("-12e-1", "-1.2"),
        ])
    func decimals(text: String, canonical: String) {
        #expect(CanonicalDecimal.text(text) == canonical)
    }

    @Test(
        "what is no number is none, and the least exponent that there is ends nothing",
        arguments: [
            "", "-", "1,5", "0x10", "1e999999", "NaN", "1.2.3", "1 ", "e5", "1e-9223372036854775808",
        ])
    func noDecimals(text: String) {
        #expect(CanonicalDecimal.text(text) == nil)
    }

    @Test(
        "names of choices are unescaped and escaped again",
        arguments: [
            ("Not_x0020_Started", "Not Started"), ("_x0020_", " "), ("Positive_x0020_Adjmt_x002E_", "Positive Adjmt."),
            ("Open", "Open"), ("Non-Inventory", "Non-Inventory"),
        ])
    func enumNames(wire: String, text: String) {
        #expect(EnumName.decoded(wire) == text)
        #expect(EnumName.encoded(text) == wire)
    }

    @Test("half an escape is text", arguments: ["_x00", "_x00G0_", "a_b", "_x0020", "_xZZZZ_"])
    func halfEscapes(text: String) {
        #expect(EnumName.decoded(text) == text)
    }

    @Test(
        "instants are read with any fraction and offset",
        arguments: [
            ("1970-01-01T00:00:00Z", 0.0), ("2024-02-29T12:00:00.5Z", 1_709_208_000.5),
            ("2024-05-01T02:00:00+02:00", 1_714_521_600), ("0001-01-01T00:00:00Z", -62_135_596_800),
        ])
    func instants(text: String, seconds: Double) {
        #expect(Instant.seconds(text) == seconds)
    }

    @Test("an instant that is written is read as the same")
    func instantRoundTrip() {
        var random = SplitMix(seed: 3)
        for _ in 0..<1_000 {
            let milliseconds = Int64.random(in: -62_135_596_800_000..<253_402_300_799_000, using: &random)
            let text = Instant.text(milliseconds: milliseconds)
            #expect(Instant.seconds(text).map { Int64(($0 * 1_000).rounded()) } == milliseconds)
        }
    }

    @Test("metadata with a document type is refused: nothing expands")
    func doctype() {
        let bomb = "<?xml version=\"1.0\"?><!DOCTYPE lolz [<!ENTITY lol \"lol\">]><Edmx/>"
        #expect(throws: XMLTags.Failure.self) { try ServiceSchema(Array(bomb.utf8)) }
    }

    @Test("sets, keys, types and lengths are read from metadata")
    func schema() throws {
        let text = """
            <?xml version="1.0"?><edmx:Edmx xmlns:edmx="x"><!-- <EntityType Name="no"/> --><edmx:DataServices><Schema Namespace="Microsoft.NAV">
            <EntityType Name="customer"><Key><PropertyRef Name="id"/></Key>
            <Property Name="id" Type="Edm.Guid" Nullable="false"/><Property Name='number' Type="Edm.String" MaxLength="20"/>
            <Property Name="blocked" Type="Microsoft.NAV.customerBlocked"><Annotation Term="Org.OData.Core.V1.Computed"/></Property>
            </EntityType><EnumType Name="customerBlocked"><Member Name="a &amp; b" Value="0"/></EnumType>
            <EntityContainer Name="NAV"><EntitySet Name="customers" EntityType="Microsoft.NAV.customer"/></EntityContainer>
            </Schema></edmx:DataServices></edmx:Edmx>
            """
        let schema = try ServiceSchema(Array(text.utf8))
        let type = try #require(schema.type(of: "customers"))
        #expect(type.keys == ["id"])
        #expect(type.properties.map { $0.field(in: schema).kind } == [.guid, .text, .choice])
        #expect(type.properties.map(\.maxLength) == [nil, 20, nil])
        #expect(type.properties.map(\.isReadOnly) == [false, false, true])
        #expect(schema.type(of: "vendors") == nil)
    }
}

extension String {
    /// The text of a percent-encoded one.
    var removingEncoding: String? {
        var bytes: [UInt8] = []
        var rest = Array(utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else { return nil }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
