import Model
import PluginProtocol
import RemoteSystems
import SyncStore

extension Settler {
    /// Both writes of two records that had just met, by their places in a batch.
    ///
    /// Each knows what the side was that the other writes to: the host died before it could store that they are a pair.
    func meetings(_ intents: [Intent], _ couplings: [Int: Coupling]) -> [(erp: Int, crm: Int)] {
        func isMeeting(_ index: Int) -> Bool {
            guard case .update = intents[index].operation, intents[index].sourceBase != nil else { return false }
            return intents[index].coupling == nil && couplings[index] == nil
        }
        let crm = intents.indices.filter { intents[$0].side == .crm && isMeeting($0) }
        let byTarget = Dictionary(crm.map { (intents[$0].target, $0) }) { first, _ in first }
        return intents.indices.compactMap { index in
            guard intents[index].side == .erp, isMeeting(index), let source = intents[index].source,
                let other = byTarget[source], intents[other].source == intents[index].target
            else { return nil }
            return (index, other)
        }
    }

    /// The coupling of two records that had just met, by what is known of each write: the base of its side where it arrived.
    func coupling(_ erp: Intent, _ crm: Intent, written: Sided<Base?>) -> Coupling? {
        guard written.erp != nil || written.crm != nil, let ofERP = crm.sourceBase, let ofCRM = erp.sourceBase,
            let id = erp.target, let partner = crm.target
        else { return nil }
        let parts = [erp, crm].map { intent in
            Meeting.Part(side: intent.side, fields: intent.sent.map(\.name), written: written[intent.side])
        }
        return Meeting(shape: shape, read: Sided(erp: ofERP, crm: ofCRM)).bases(after: parts).map {
            Coupling(ids: Sided(erp: id, crm: partner), generation: erp.generation, bases: $0)
        }
    }
}
