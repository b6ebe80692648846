import Model
import PluginProtocol

extension PluginWords {
    /// Why two fields are no pair.
    func why(_ fault: PairFault) -> String {
        switch fault {
        case .form: ""
        case .unknown(let field, let table, _):
            pick(
                "There is no field \(field) in \(table) that can be read.",
                "Il n'y a pas de champ \(field) lisible dans \(table).")
        case .types(let fields):
            pick(
                "\(fields.erp.name) holds \(kind(fields.erp.type)), \(fields.crm.name) \(kind(fields.crm.type)).",
                "\(fields.erp.name) contient \(kind(fields.erp.type)), \(fields.crm.name) \(kind(fields.crm.type)).")
        case .readOnly(let fields):
            pick(
                "Neither \(fields.erp) nor \(fields.crm) can be written.",
                "Ni \(fields.erp) ni \(fields.crm) ne peut être écrit.")
        case .twice(let field):
            pick("\(field) is named twice.", "\(field) est nommé deux fois.")
        }
    }

    /// What to do about two fields that are no pair.
    func remedy(_ fault: PairFault) -> String {
        switch fault {
        case .form, .unknown(_, _, nil): pick("Write --field ERP=CRM.", "Écrivez --field ERP=CRM.")
        case .unknown(_, _, let nearest?): pick("Did you mean \(nearest)?", "Vouliez-vous dire \(nearest) ?")
        case .types:
            pick(
                "Name two fields of one type; choices and references are written into the map by hand.",
                "Nommez deux champs d'un même type ; les choix et les références s'écrivent à la main dans la correspondance."
            )
        case .readOnly:
            pick("Name a field that can be written.", "Nommez un champ qui peut être écrit.")
        case .twice:
            pick("A field belongs to one pair: leave one out.", "Un champ va dans une seule paire : retirez-en une.")
        }
    }

    private func kind(_ type: FieldMetadata.FieldType) -> String {
        switch type {
        case .text: pick("text", "du texte")
        case .code: pick("a code", "un code")
        case .decimal: pick("a decimal number", "un nombre décimal")
        case .integer: pick("a whole number", "un nombre entier")
        case .boolean: pick("yes or no", "oui ou non")
        case .date: pick("a date", "une date")
        case .instant: pick("a point in time", "un instant")
        case .guid: pick("an id", "un identifiant")
        case .lookup: pick("a reference", "une référence")
        case .choice: pick("a choice", "un choix")
        }
    }
}
