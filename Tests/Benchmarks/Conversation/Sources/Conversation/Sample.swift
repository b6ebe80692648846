import JSON
import Model
import PluginProtocol

/// A customer on both sides, as it travels.
enum Sample {
    static let erp: Fields = [
        "displayName": "Adatum Corporation", "addressLine1": "192 Market Square", "addressLine2": "", "city": "Atlanta",
        "state": "GA", "country": "US", "postalCode": "31772", "phoneNumber": "+1 425 555 0101",
        "email": "robert.townes@contoso.com", "website": "http://www.adatum.example", "creditLimit": "12500.5",
        "currencyId": "00000000-0000-0000-0000-000000000000", "paymentTermsId": "3bb5b4b6-ea4c-4c1b-9c2b-0022482a3ad4",
    ]
    static let crm: Fields = [
        "name": "Adatum Corporation", "address1_line1": "192 Market Square", "address1_city": "Atlanta",
        "address1_stateorprovince": "GA", "address1_country": "US", "address1_postalcode": "31772",
        "telephone1": "+1 425 555 0100", "emailaddress1": "robert.townes@contoso.com", "creditlimit": "12500",
    ]

    static func pair(_ number: Int) -> RecordPair {
        RecordPair(
            id: RecordPair.ID(number), isCoupled: true,
            sides: Sided(
                erp: SideState(
                    presence: .present, id: RecordID("5d115c9c-44e3-ea11-bb43-000d3a2feca1"), fields: erp,
                    change: .fields(["phoneNumber", "creditLimit"])),
                crm: SideState(
                    presence: .present, id: RecordID("a16b3f4b-1be7-e611-8101-e0071b6af231"), fields: crm,
                    change: .fields([]))), cause: .erpChanged)
    }

    static func decision(about pair: RecordPair) -> Decision {
        var set = Fields()
        if let phone = pair.sides.erp.fields["phoneNumber"] { set.append("telephone1", phone) }
        if let limit = pair.sides.erp.fields["creditLimit"] { set.append("creditlimit", limit) }
        return Decision(pair: pair.id, action: .update(.crm, set), reason: Reason("changedInERP", ["phone", "credit"]))
    }

    static var byteCount: Int { JSON.encode(pair(100_000)).count }
}
