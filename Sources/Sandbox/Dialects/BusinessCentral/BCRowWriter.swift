/// Writes rows of an entity set as Business Central does.
struct BCRowWriter: Sendable {
    /// How a value goes on the wire.
    private enum Form: Sendable {
        case text
        case localCurrency(String)
        case number
        case integer
        case boolean
        case date
        case instant
        case guid
        case choice([Int64: [UInt8]], empty: [UInt8])
    }

    /// The columns that a reading has to give, in their order.
    let columns: [String]
    /// Where a record holds them.
    let places: [RecordPlace]
    private let members: [(name: [UInt8], form: Form)]

    /// Writes the fields that a client selects; all, if it selects none.
    ///
    /// The id is always there.
    init(
        _ set: BCRoute.EntitySet, select: [String]?, localCurrency: String,
        options: (OptionSetKey) -> [OptionDefinition]
    ) throws {
        for name in select ?? [] where name != "*" && set.field(name) == nil {
            throw BCFailure.badRequest(
                "Could not find a property named '\(name)' on type 'Microsoft.NAV.\(set.route.entity)'.")
        }
        let isWhole = select == nil || select?.contains("*") == true
        let shown = set.fields.filter { isWhole || select?.contains($0.name) == true }
        let columns = ["_version"] + shown.map(\.field.name)
        self.columns = columns
        places = columns.map { RecordPlace($0, in: set.schema) }
        members = shown.map { name, field in
            let form: Form
            switch field.kind {
            case .text: form = .text
            case .code: form = field.localCurrency ? .localCurrency(localCurrency) : .text
            case .decimal: form = .number
            case .integer: form = .integer
            case .boolean: form = .boolean
            case .date: form = .date
            case .instant: form = .instant
            case .guid, .lookup: form = .guid
            case .choice:
                let known = options(OptionSetKey(.businessCentral, table: set.schema.table, field: field))
                let labels = known.map { ($0.value, Array("\"\(BCEnumText.encode($0.label))\"".utf8)) }
                form = .choice(
                    Dictionary(labels) { first, _ in first }, empty: labels.first?.1 ?? Array("\"_x0020_\"".utf8))
            }
            return (Array(",\"\(name)\":".utf8), form)
        }
    }

    /// Appends a row, open at its end: the caller closes the brace.
    func append(_ source: borrowing some FieldSource & ~Copyable, context: [UInt8]? = nil, to buffer: inout WireBuffer)
    {
        buffer.raw("{")
        if let context {
            buffer.raw("\"@odata.context\":")
            buffer.raw(context)
            buffer.raw(",")
        }
        buffer.raw("\"@odata.etag\":\"W/\\\"")
        BCEtag.append(source.integer(0), to: &buffer.bytes)
        buffer.raw("\\\"\"")
        for place in members.indices {
            buffer.raw(members[place].name)
            append(members[place].form, source, place + 1, to: &buffer)
        }
    }

    private func append(
        _ form: Form, _ source: borrowing some FieldSource & ~Copyable, _ place: Int, to buffer: inout WireBuffer
    ) {
        switch form {
        case .text: source.withText(place) { buffer.string($0) }
        case .localCurrency(let code):
            let isLocal = source.withText(place) { $0.isEmpty }
            if isLocal { buffer.string(code) } else { source.withText(place) { buffer.string($0) } }
        case .number: if source.isNull(place) { buffer.raw("0") } else { source.withText(place) { buffer.raw($0) } }
        case .integer: buffer.integer(source.integer(place))
        case .boolean: buffer.boolean(source.integer(place) != 0)
        case .date:
            if source.isNull(place) {
                buffer.raw("\"0001-01-01\"")
            } else {
                source.withText(place) { buffer.string($0) }
            }
        case .instant:
            if source.isNull(place) {
                buffer.raw("\"0001-01-01T00:00:00Z\"")
            } else {
                buffer.instant(Moment(milliseconds: source.integer(place)), fraction: true)
            }
        case .guid:
            if source.isNull(place) {
                buffer.raw("\"00000000-0000-0000-0000-000000000000\"")
            } else {
                source.withText(place) { buffer.string($0) }
            }
        case .choice(let labels, let empty): buffer.raw(labels[source.integer(place)] ?? empty)
        }
    }
}
