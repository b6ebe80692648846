package import Foundation

/// What people of the back office do in Business Central that API v2.0 has no request for: releasing an order, shipping it
/// before it is invoiced, posting a payment.
package struct BackOffice: Sendable {
    /// One of the things that they do; a document is named by its number or its id.
    package enum Act: Sendable, Hashable {
        /// An order is fixed, and may go to the warehouse.
        case release(order: String)
        /// A released order may be changed again.
        case reopen(order: String)
        /// What is to be shipped of an order is.
        case ship(order: String)
        /// What was shipped of an order is invoiced, as far as it is to be.
        case invoice(order: String)
        /// Both.
        case shipAndInvoice(order: String)
        /// A customer pays a posted invoice: all that remains of it, unless an amount is named.
        case pay(invoice: String, amount: Decimal?)
        /// A posted invoice is taken back.
        case cancel(invoice: String)
        /// A posted invoice is credited in full by a credit memo, which is posted too.
        case credit(invoice: String)

        /// The table of the document that it is about, and what names the document.
        var document: (table: String, name: String) {
            switch self {
            case .release(let order), .reopen(let order), .ship(let order), .invoice(let order),
                .shipAndInvoice(let order):
                ("salesOrder", order)
            case .pay(let invoice, _), .cancel(let invoice), .credit(let invoice): ("salesInvoice", invoice)
            }
        }
    }

    /// What became of a document.
    package struct Result: Sendable, Hashable {
        /// The table of the document: that of an invoice, once there is one.
        package var table: String
        /// Its id.
        package var id: String
        /// Its number.
        package var number: String
    }

    private let engine: Engine
    private let company: String

    /// The back office of the company.
    package init(_ environment: DialectEnvironment) {
        engine = environment.engine
        company = environment.organization.company
    }

    /// Does it, as somebody, at a moment that isn't now if one is given; `nil` when there is no such document.
    ///
    /// Throws what the service would say against it.
    @discardableResult
    package func perform(_ act: Act, as actor: Actor, at moment: Moment? = nil) async throws -> Result? {
        let company = self.company
        return try await engine.write(.businessCentral, as: actor, at: moment) { tables in
            try Self.perform(act, in: tables, company: company)
        }
    }

    /// The same within a transaction.
    static func perform(_ act: Act, in tables: Tables, company: String) throws -> Result? {
        let (table, name) = act.document
        guard let document = try document(table, name, tables, company) else { return nil }
        let orders = BCOrderPosting(tables: tables, company: company)
        let invoices = BCInvoicePosting(tables: tables, company: company)
        var result = document
        switch act {
        case .release: try set(BCDocumentStates.releasedOrder, of: document, tables, company)
        case .reopen: try set(BCDocumentStates.openOrder, of: document, tables, company)
        case .ship: try orders.post(document, .ship)
        case .invoice: result = try orders.post(document, .invoice) ?? document
        case .shipAndInvoice: result = try orders.post(document, .both) ?? document
        case .pay(_, let amount): try invoices.pay(document, amount)
        case .cancel: try invoices.cancel(document)
        case .credit:
            let memos = BCCreditMemos(tables: tables, company: company)
            try memos.post(try memos.make(of: document))
        }
        return Result(table: result.schema.table, id: result.id, number: result["number"].text ?? "")
    }

    private static func document(
        _ table: String, _ name: String, _ tables: Tables, _ company: String
    ) throws -> StoredRecord? {
        if let id = GUIDText.canonical(name) { return try tables.record(table, id: id, company: company) }
        return try tables.record(table, where: [("number", .text(name.uppercased()))], company: company)
    }

    private static func set(
        _ status: Int64, of order: StoredRecord, _ tables: Tables, _ company: String
    ) throws {
        if status == BCDocumentStates.releasedOrder {
            try BCDocumentStates(tables: tables, company: company).checkPosting(order)
        }
        try tables.update(order, unchanged: .leaves, values: ["status": .integer(status)])
    }

    /// Brings what is said of customers up to date: by the day what is owed becomes overdue.
    package func beginDay() async throws {
        let company = self.company
        try await engine.write(.businessCentral, as: .sandbox) { tables in
            try BCStatistics(tables: tables, company: company).refreshAll()
        }
    }
}
