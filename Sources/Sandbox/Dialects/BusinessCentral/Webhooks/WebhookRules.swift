/// The rules of webhooks: what can be subscribed to, how long, how many.
///
/// <https://learn.microsoft.com/dynamics365/business-central/dev-itpro/api-reference/v2.0/dynamics-subscriptions>
enum WebhookRules {
    /// The table of the subscriptions.
    static let table = "subscription"
    /// How many subscriptions an environment may have.
    static let limit = 200
    /// How long a subscription lives when it is not renewed: three days.
    static let lifetime: Int64 = 3 * 86_400_000
    /// How long changes are gathered after the first.
    static let delay: Int64 = 30_000
    /// How many changes are told one by one; of more, only that there were some.
    static let greatest = 1000
    /// How long a notification that nobody takes is repeated: 36 hours.
    static let patience: Int64 = 36 * 3_600_000
    /// How long after a notification that nobody took it is repeated.
    static let pause: Int64 = 60_000

    /// The sets of the standard API that can be subscribed to.
    private static let standardSets: Set = [
        "accounts", "companyInformation", "countriesRegions", "currencies", "customerPaymentJournals", "customers",
        "dimensions", "employees", "generalLedgerEntries", "itemCategories", "items", "journals", "paymentMethods",
        "paymentTerms", "purchaseInvoices", "salesCreditMemos", "salesInvoices", "salesOrders", "salesQuotes",
        "shipmentMethods", "unitsOfMeasure", "vendors",
    ]

    /// Whether rows of a set can be subscribed to; a custom API's can, where they have a company.
    static func isSupported(_ set: BCRoute.EntitySet) -> Bool {
        switch set.route.kind {
        case .standard: standardSets.contains(set.route.set)
        case .custom: set.schema.definition.perCompany
        case .webService: false
        }
    }
}
