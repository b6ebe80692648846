import Model

extension SampleCompany {
    /// What makes the customers a test: texts at their limits, nothing filled in, blocked, twins.
    mutating func makeExceptions() {
        // Every text as long as its column: the CRM's web address is shorter and gets the beginning.
        customers[3].plainName = CompanyText.stretched(
            "Union des ateliers de ferronnerie d’art et de restauration du patrimoine", to: 95, with: " de la région")
        customers[3].form = "SARL"
        customers[3].values["addressLine1"] = .text(
            CompanyText.stretched(
                "Zone d’activités économiques des Grandes Vignes", to: 100, with: ", allée du Pressoir"))
        customers[3].values["addressLine2"] = .text(
            CompanyText.stretched("Bâtiment Marguerite Yourcenar", to: 50, with: ", aile nord"))
        customers[3].values["website"] = .text(
            CompanyText.stretched(
                "https://www.ferronnerie-restauration.example/fr/", to: 240, with: "ateliers/patrimoine/"))
        // A character that takes two code units, at the end of a full column.
        customers[5].plainName = CompanyText.stretched("Brocante Au Chat Noir", to: 93, with: " et compagnie") + " 𝄞"
        customers[5].form = "SAS"
        // Nothing but a name.
        for place in [7, 71, 133] { customers[place].isBare = true }
        // Blocked: for everything, for invoices, for shipments. They stay in the ERP.
        for (place, kind) in [(12, 3), (29, 3), (66, 3), (101, 3), (150, 2), (160, 2), (171, 1), (188, 1)] {
            customers[place].blocked = Int64(kind)
        }
        // Buys in the currency that has no rate: waits for it.
        customers[90].currency = "ISK"
        // Two customers whom one account of the CRM fits: a person says which.
        customers[21].plainName = customers[20].plainName
        customers[21].form = "SA"
        customers[21].values["city"] = .text(customers[20].text("city"))
        customers[21].values["postalCode"] = .text(customers[20].text("postalCode"))
    }
}
