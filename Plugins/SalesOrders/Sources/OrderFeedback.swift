import PluginKit

/// What becomes of a pair whose one order has come to an end: it was invoiced in the ERP, or cancelled in the CRM.
struct OrderFeedback {
    private let pair: RecordPair
    private let run: RunFacts

    init(_ pair: RecordPair, _ run: RunFacts) {
        self.pair = pair
        self.run = run
    }

    /// The states of an order of the CRM.
    enum State: Int64 {
        case active = 0
        case submitted = 1
        case canceled = 2
        case fulfilled = 3
        case invoiced = 4
    }

    /// An order that is invoiced wholly.
    static let invoiced: Fields = ["statecode": .integer(State.invoiced.rawValue), "statuscode": 100_003]

    /// The posted invoice of an order of the ERP, which is gone once it is invoiced wholly.
    static func invoice(of order: RecordID) -> Lookup {
        .matching(["orderId": .text(order.text)], on: .erp, of: "postedsalesinvoices", limit: 1)
    }

    /// What must be looked up: whether an order that is gone from the ERP was invoiced, where posted invoices can be read.
    static func lookups(about pair: RecordPair, in run: RunFacts) -> [Lookup] {
        guard pair.isCoupled, pair.sides.erp.presence == .deleted, let order = pair.sides.erp.id,
            run.configuration.boolean("postedInvoices") == true
        else { return [] }
        return [invoice(of: order)]
    }

    /// The state of the order of the CRM.
    private var state: State? {
        guard case .integer(let state)? = pair.sides.crm.fields["statecode"] else { return nil }
        return State(rawValue: state)
    }

    /// Whether the ERP had the order, and has it no more: goods must not go out, and be invoiced, twice.
    var wasInERP: Bool {
        guard pair.sides.erp.presence == .absent || pair.sides.erp.presence == .deleted else { return false }
        return pair.sides.crm.fields["bcbi_businesscentralordernumber"]?.isEmpty == false
    }

    /// What the CRM does not know yet of the ERP's order.
    private var news: Fields {
        guard SalesDocument.isToBeCompared(pair) else { return Fields() }
        let (erp, crm) = (pair.sides.erp.fields, pair.sides.crm.fields)
        var news = Fields()
        let number: FieldName = "bcbi_businesscentralordernumber"
        if let known = crm[number], let made = erp["number"], known != made { news[number] = made }
        if let known = crm["submitstatus"], erp["status"] == "Open", known != OrderFields.released {
            news["submitstatus"] = OrderFields.released
        }
        if state == .submitted, erp["fullyShipped"] == true {
            for field in Self.fulfilled { news[field.name] = field.value }
        }
        return news
    }

    /// Who changes an order that the ERP has no more is told so.
    private func tellEditOfWhatIsGone(by decision: inout Decision) {
        guard pair.sides.crm.presence == .present, state == .submitted, pair.sides.crm.change != .fields([]) else {
            return
        }
        decision = Decision(
            pair: pair.id, action: .setAside(Problem(.refusedByRule, ["order", "noLongerThere"])),
            reason: Reason("deletedInERP"))
    }

    /// An order that is shipped wholly.
    private static let fulfilled: Fields = ["statecode": .integer(State.fulfilled.rawValue), "statuscode": 100_001]

    private func tell(_ news: Fields, by decision: inout Decision) {
        func with(_ fields: Fields) -> Fields {
            news.reduce(into: fields) { fields, field in fields[field.name] = field.value }
        }
        guard !news.isEmpty else { return }
        switch decision.action {
        case .none, .couple:
            decision.action = .update(.crm, news)
            decision.reason = Reason("changedInERP", news.names.map { "\($0)" })
        case .update(.crm, let fields): decision.action = .update(.crm, with(fields))
        case .update(.erp, let fields): decision.action = .updateBoth(Sided(erp: fields, crm: news))
        case .updateBoth(let fields): decision.action = .updateBoth(Sided(erp: fields.erp, crm: with(fields.crm)))
        case .create, .delete, .uncouple, .setAside, .wait: return
        }
    }

    /// Tells the CRM that its order was invoiced, and a person that it was cancelled; makes nothing of orders that are not submitted.
    func apply(to decision: inout Decision) {
        switch (pair.sides.erp.presence, pair.sides.crm.presence) {
        case (.deleted, .present), (.deleted, .outOfScope):
            guard let order = pair.sides.erp.id, run.found(Self.invoice(of: order))?.isEmpty == false else {
                return tellEditOfWhatIsGone(by: &decision)
            }
            let isTold = state == .invoiced
            decision.action = .uncouple(writing: Sided(erp: Fields(), crm: isTold ? Fields() : Self.invoiced))
            decision.reason = Reason("invoiced")
        case (.present, .outOfScope) where pair.isCoupled && state == .canceled:
            decision = Decision(
                pair: pair.id, action: .setAside(Problem(.refusedByRule, ["order", "givenUp"])),
                reason: Reason("cancelledInCRM"))
        case (.present, .present) where pair.isCoupled:
            tell(news, by: &decision)
        case (.absent, .present) where state != .submitted:
            decision = Decision(pair: pair.id, action: .none, reason: Reason("outOfScope"))
        default: return
        }
    }
}
