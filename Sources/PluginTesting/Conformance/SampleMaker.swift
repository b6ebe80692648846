package import Conformance
import Model
import PluginProtocol
package import Reconciliation

/// Makes up a tenant and records that a field map can make sense of.
package struct SampleMaker {
    private let map: FieldMap
    private static let count = 3

    /// A sample for a map.
    package static func sample(for map: FieldMap) -> Sample {
        let maker = SampleMaker(map: map)
        var sample = Sample(
            metadata: Sided { maker.metadata(of: $0) },
            records: Sided { side in (0..<count).map { maker.record($0, on: side) } })
        maker.couple(&sample)
        return sample
    }

    private func metadata(of side: Side) -> SideMetadata {
        var names = map.reads(on: side)
        for line in map.lines {
            switch line {
            case .constant(let constant): if constant.side == side { names.append(constant.field) }
            case .filled(let field, let own): if own == side { names.append(field) }
            case .single, .group, .computed: break
            }
        }
        names += map.inactive[side].names + map.parting[side].names
        var seen: Set<FieldName> = []
        let fields = names.filter { seen.insert($0).inserted }.map { name in
            FieldMetadata(name, type(of: name, on: side), maxLength: kind(of: name, on: side)?.kind.length(on: side))
        }
        return SideMetadata(table: "\(side.rawValue) table", route: "standard  sample", fields: fields)
    }

    private func kind(of name: FieldName, on side: Side) -> FieldRule? {
        map.rules.first { $0.fields[side] == name }
    }

    private func type(of name: FieldName, on side: Side) -> FieldMetadata.FieldType {
        switch kind(of: name, on: side)?.kind {
        case .code: .code
        case .decimal: .decimal
        case .integer: .integer
        case .boolean: .boolean
        case .date: .date
        case .choice: .choice
        case .reference: side == .erp ? .guid : .lookup(targets: [])
        case .text, nil: .text
        }
    }

    private func record(_ number: Int, on side: Side) -> Fields {
        var fields = Fields()
        for name in map.reads(on: side) { fields[name] = .text("\(number + 1)") }
        for rule in map.rules { fields[rule.fields[side]] = rule.kind.sample(number, on: side) }
        for constant in map.constants where constant.side == side { fields[constant.field] = constant.value }
        for condition in map.filters[side].conditions {
            fields[condition.field] = condition.sample ?? fields[condition.field]
        }
        return fields
    }

    /// Every reference of the sample is coupled with the one of the other side's record.
    private func couple(_ sample: inout Sample) {
        for rule in map.rules {
            guard case .reference(let reference) = rule.kind else { continue }
            for number in 0..<Self.count {
                let values = Sided { side in rule.kind.sample(number, on: side) }
                for side in Side.allCases {
                    guard let record = rule.reference(of: values[side], on: side) else { continue }
                    let partner = values[side.opposite].identity
                    sample.couplings[record] = .coupled(partner)
                    if let via = reference.via {
                        sample.partners[HostScript.Place(.crm, reference.entity, partner)] = [via: values.crm]
                    }
                }
            }
        }
    }
}

extension FieldKind {
    fileprivate func length(on side: Side) -> Int? {
        switch self {
        case .text(let erp, let crm), .code(let erp, let crm): side == .erp ? erp : crm
        case .decimal, .integer, .boolean, .date, .choice, .reference: nil
        }
    }

    fileprivate func sample(_ number: Int, on side: Side) -> FieldValue {
        switch self {
        case .text(let erp, let crm): .text(String("Été \(number + 1)".prefix(min(erp, crm))))
        case .code(let erp, let crm): .text(String("\(number + 1)C".prefix(min(erp, crm))))
        case .decimal: .text("\(number + 1)")
        case .integer: .integer(Int64(number + 1))
        case .boolean: .boolean(number % 2 == 0)
        case .date: .text("2026-01-0\(number + 1)")
        case .choice(let choices): choices.isEmpty ? .null : choices[number % choices.count][side]
        case .reference(let reference):
            side == .crm && reference.crm == .choice
                ? .integer(Int64(number + 1)) : .text("0000000\(number + 1)-0000-0000-0000-000000000\(side.rawValue)")
        }
    }
}

extension FieldValue {
    fileprivate var identity: RecordID {
        switch self {
        case .integer(let number): RecordID("\(number)")
        case .text(let text): RecordID(text)
        case .boolean, .null: .zero
        }
    }
}

extension RecordFilter.Condition {
    /// A value that meets the condition; `nil` when most do.
    fileprivate var sample: FieldValue? {
        switch test {
        case .isOneOf: values.first
        case .isNoneOf, .isNotEmpty: nil
        case .isEmpty: .null
        }
    }
}
