package import Model
package import PluginProtocol

extension Sample {
    private static let count = 3

    /// Makes up records for what a plugin says of itself in a tenant: values of the types that the fields have, the same on both sides.
    package init(made description: EntityDescription, in metadata: Sided<SideMetadata>) {
        self.init(metadata: metadata, records: Sided(erp: [], crm: []))
        for side in Side.allCases {
            records[side] = (0..<Self.count).map { Self.record($0, on: side, description, metadata) }
        }
        for reference in description.references {
            let twin = description.fields.first { line in
                (reference.side == .erp ? line.erp : line.crm) == reference.field
            }
            for number in 0..<Self.count {
                guard let id = records[reference.side][number][reference.field]?.identity,
                    let field = reference.side == .erp ? twin?.crm : twin?.erp,
                    let partner = records[reference.side.opposite][number][field]?.identity
                else { continue }
                let record = RecordReference(entity: reference.entity, side: reference.side, id: id)
                couplings[record] = .coupled(partner)
            }
        }
    }

    private static func record(
        _ number: Int, on side: Side, _ description: EntityDescription, _ metadata: Sided<SideMetadata>
    ) -> Fields {
        var fields = Fields()
        for name in description.reads[side] {
            let line = description.fields.first { (side == .erp ? $0.erp : $0.crm) == name }
            if let constant = line?.constant {
                fields[name] = constant
            } else {
                let partner = side == .erp ? line?.crm : line?.erp
                let other = partner.flatMap { metadata[side.opposite][$0] }
                let isReference = description.references.contains { $0.side == side && $0.field == name }
                fields[name] = metadata[side][name]?.sample(number, on: side, besides: other, isReference) ?? .null
            }
        }
        for condition in description.filters[side].conditions {
            switch condition.test {
            case .isOneOf: fields[condition.field] = condition.values.first ?? .null
            case .isEmpty: fields[condition.field] = .null
            case .isNoneOf, .isNotEmpty: break
            }
        }
        return fields
    }
}

extension FieldMetadata {
    /// A value of the field that its partner can hold too.
    ///
    /// The value of a choice is not made up: which there are, only the plugin knows.
    fileprivate func sample(
        _ number: Int, on side: Side, besides other: FieldMetadata?, _ isReference: Bool
    ) -> FieldValue {
        let length = min(maxLength ?? 100, other?.maxLength ?? 100)
        switch type {
        case .text where other?.type == .code: return .text(String("S\(number + 1)".prefix(length)))
        case .text: return .text(String("Sample \(number + 1)".suffix(length)))
        case .code: return .text(String("S\(number + 1)".prefix(length)))
        case .decimal,
            .integer where other?.type == .decimal:
            return .text("\(number + 1)")
        case .integer: return .integer(Int64(number + 1))
        case .boolean: return .boolean(number % 2 == 0)
        case .date: return .text("2026-01-0\(number + 1)")
        case .instant: return .text("2026-01-0\(number + 1)T12:00:00Z")
        case .guid, .lookup: return .text("0000000\(number + 1)-0000-0000-0000-000000000\(side.rawValue)")
        case .choice: return isReference ? .integer(Int64(number + 1)) : .null
        }
    }
}

extension FieldValue {
    fileprivate var identity: RecordID? {
        switch self {
        case .integer(let number): RecordID("\(number)")
        case .text(let text): RecordID(text)
        case .boolean, .null: nil
        }
    }
}
