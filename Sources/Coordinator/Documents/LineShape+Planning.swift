import Model
import PluginProtocol
import RemoteSystems

extension LineShape {
    /// The lines of both sides of a document as a plan leaves them, and their couplings; new ones have identities that stand for theirs.
    func planned(_ decision: Decision, about nominee: Nominee) -> (values: Sided<FieldValue>, couplings: [LineCoupling])
    {
        var couplings = nominee.coupling?.lines ?? []
        var rows = Sided { side in LineText.lines(in: nominee.sides[side].fields) }
        for side in Side.allCases {
            for write in decision.lines[side] {
                switch write {
                case .create(let source, let fields):
                    let id = RecordID("planned line of \(source)")
                    let empty = Fields(layouts[side].fields.map { Fields.Element($0, .null) })
                    rows[side].append(FoundRecord(id: id, fields: empty.overlaid(by: fields)))
                    // What comes from the document itself is nobody's partner.
                    if source != nominee.sides[side.opposite].id { couplings.join(coupling(id, source, side)) }
                case .update(let id, let fields):
                    guard let place = rows[side].firstIndex(where: { $0.id == id }) else { continue }
                    rows[side][place].fields = rows[side][place].fields.overlaid(by: fields)
                case .delete(let id):
                    rows[side].removeAll { $0.id == id }
                    couplings.removeAll { $0.ids[side] == id }
                case .couple(let id, let partner): couplings.join(coupling(id, partner, side))
                case .leave: continue
                }
            }
        }
        let read = Sided { side in Dictionary(rows[side].map { ($0.id, $0.fields) }) { first, _ in first } }
        for place in couplings.indices {
            guard let erp = read.erp[couplings[place].ids.erp], let crm = read.crm[couplings[place].ids.crm] else {
                continue
            }
            couplings[place].bases = Sided(erp: base(of: erp, on: .erp), crm: base(of: crm, on: .crm))
        }
        let values = Sided { side in
            LineText.value(
                of: rows[side].map { RemoteRecord(id: $0.id, version: nil, fields: $0.fields) },
                reading: layouts[side].fields)
        }
        return (values, couplings)
    }

    private func coupling(_ id: RecordID, _ partner: RecordID, _ side: Side) -> LineCoupling {
        var ids = Sided(erp: partner, crm: partner)
        ids[side] = id
        return LineCoupling(ids: ids, bases: Sided { layouts[$0].emptyBase(version: nil) })
    }
}
