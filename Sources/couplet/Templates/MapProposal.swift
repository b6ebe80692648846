import Foundation
import Model
import PluginProtocol

/// A field map that is proposed from what two tables have: fields of like names and types that can be written.
struct MapProposal: Sendable, Hashable {
    /// Two fields that probably hold the same thing.
    struct Line: Sendable, Hashable {
        var erp: FieldMetadata
        var crm: FieldMetadata
        /// Which side it is written to; `nil` for both.
        var only: Side?
    }

    /// The pairs, in the order of the ERP's fields.
    var lines: [Line]
    /// The pairs by which records are recognised, all of which must be alike: a number, else a whole name, else the parts of one, else
    /// the first text.
    var key: [Line] = []

    /// Proposes a map; pairs that a person `named` come first, and are refused where they can't be synchronized.
    init(_ metadata: Sided<SideMetadata>, named: [Sided<FieldName>] = []) throws(PluginCommandError) {
        lines = []
        for pair in named {
            do {
                lines.append(try Self.line(of: pair, in: metadata, besides: lines))
            } catch {
                throw .notAPair("\(pair.erp)=\(pair.crm)", error)
            }
        }
        for field in metadata.erp.fields where !lines.contains(where: { $0.erp == field }) {
            let wanted = Self.words(for: field.name)
            let partner = wanted.compactMap { word in
                metadata.crm.fields.first { other in
                    Self.plain(other.name, in: metadata.crm) == word && !lines.contains { $0.crm == other }
                        && field.suits(other)
                }
            }.first
            if let partner, let line = Line(field, partner) { lines.append(line) }
        }
        // A person's full name is made of the parts, by both systems: what travels are these.
        if lines.contains(where: { $0.crm.name == "lastname" }) { lines.removeAll { $0.crm.name == "fullname" } }
        // What the ERP numbers by itself is never written back.
        for place in lines.indices where lines[place].erp.isText && lines[place].isCalled(Self.keys) {
            lines[place].only = .crm
        }
        key = Self.key(of: lines.filter(\.erp.isText))
    }

    private static func key(of texts: [Line]) -> [Line] {
        if let number = texts.first(where: { $0.isCalled(keys) }) { return [number] }
        if let name = texts.first(where: { $0.isCalled(["displayname", "name"]) }) { return [name] }
        // Of two people with one given name, nobody is the other.
        let parts = texts.filter { $0.isCalled(["givenname", "firstname", "surname", "lastname"]) }
        if parts.count > 1 { return parts }
        return Array(texts.prefix(1))
    }

    /// The line of a pair that a person named.
    private static func line(
        of pair: Sided<FieldName>, in metadata: Sided<SideMetadata>, besides lines: [Line]
    ) throws(PairFault) -> Line {
        func field(_ side: Side) throws(PairFault) -> FieldMetadata {
            let (name, table) = (pair[side], metadata[side])
            guard let field = table[name] else {
                let nearest = Spelling.nearest(to: name, among: table.fields.map(\.name))
                throw .unknown(name, table: table.table, nearest: nearest)
            }
            guard !lines.contains(where: { (side == .erp ? $0.erp : $0.crm) == field }) else { throw .twice(name) }
            return field
        }
        let fields = Sided(erp: try field(.erp), crm: try field(.crm))
        guard fields.erp.suits(fields.crm) else { throw .types(fields) }
        guard let line = Line(fields.erp, fields.crm) else { throw .readOnly(pair) }
        return line
    }

    private static let keys: Set<String> = ["number", "code", "no"]

    /// The CRM's words for a field of the ERP, the surest first.
    private static func words(for name: String) -> [String] {
        let own = name.lowercased()
        return [own] + (synonyms[own] ?? [])
    }

    private static let synonyms: [String: [String]] = [
        "displayname": ["name", "fullname"], "givenname": ["firstname"], "surname": ["lastname"],
        "number": ["number", "code", "accountnumber", "productnumber"],
        "code": ["code", "number"], "phonenumber": ["telephone1"], "email": ["emailaddress1"],
        "website": ["websiteurl"], "addressline1": ["address1_line1"], "addressline2": ["address1_line2"],
        "city": ["address1_city"], "postalcode": ["address1_postalcode"], "state": ["address1_stateorprovince"],
        "country": ["address1_country"], "description": ["description"], "creditlimit": ["creditlimit"],
    ]

    /// A column's name without the publisher's prefix and the table's name: `new_gadgetnumber` is `number`.
    private static func plain(_ name: String, in side: SideMetadata) -> String {
        let table = withoutPrefix(side.table.lowercased())
        let name = withoutPrefix(name.lowercased())
        return name.hasPrefix(table) && name.count > table.count ? String(name.dropFirst(table.count)) : name
    }

    private static func withoutPrefix(_ name: String) -> String {
        guard let mark = name.firstIndex(of: "_"), name.distance(from: name.startIndex, to: mark) < 8,
            !name.hasPrefix("address1")
        else { return name }
        return String(name[name.index(after: mark)...])
    }
}

extension MapProposal.Line {
    /// Whether its field of the ERP goes by one of these names, which are in small letters.
    fileprivate func isCalled(_ names: Set<String>) -> Bool { names.contains(erp.name.lowercased()) }

    /// A pair, where at least one side can be written.
    init?(_ erp: FieldMetadata, _ crm: FieldMetadata) {
        guard !(erp.isReadOnly && crm.isReadOnly) else { return nil }
        self.init(erp: erp, crm: crm, only: erp.isReadOnly ? .crm : crm.isReadOnly ? .erp : nil)
    }
}

extension FieldMetadata {
    /// Whether it holds text.
    var isText: Bool { type == .text || type == .code }

    /// Whether a value of one can stand in the other.
    fileprivate func suits(_ other: FieldMetadata) -> Bool {
        switch (type, other.type) {
        case (.text, .text), (.text, .code), (.code, .text), (.code, .code): true
        case (.decimal, .decimal), (.integer, .integer), (.boolean, .boolean), (.date, .date): true
        case (.text, _), (.code, _), (.decimal, _), (.integer, _), (.boolean, _), (.date, _): false
        case (.instant, _), (.guid, _), (.lookup, _), (.choice, _): false
        }
    }
}
