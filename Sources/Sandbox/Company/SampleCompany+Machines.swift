import Model

extension SampleCompany {
    /// A table of the company's own, for which no plugin is bundled: four machines, of which the CRM knows one, and one that only the CRM knows.
    mutating func addMachines() {
        var random = self.random.branch("machines")
        let machines: [(number: String, name: String, serial: String, weight: String)] = [
            ("M0010", "Presse à plier", "PP-4471", "1240.5"), ("M0020", "Scie à ruban", "SR-0912", "310"),
            ("M0030", "Tour parallèle", "TP-2230", "2085.25"), ("M0040", "Chariot élévateur", "CE-7758", "2650"),
        ]
        for (place, machine) in machines.enumerated() {
            draft.add(
                .erp, "machine", id: random.guid(), code: machine.number,
                [
                    "number": .text(machine.number), "displayName": .text(machine.name),
                    "serialNumber": .text(machine.serial), "weight": .text(machine.weight),
                    "deliveredOn": .text("2025-0\(place + 3)-12"), "underWarranty": .boolean(place > 1),
                ])
        }
        let known: [(number: FieldValue, name: String)] = [("M0020", "Scie à ruban"), (.null, "Perceuse à colonne")]
        for machine in known {
            draft.add(
                .crm, "new_machine", id: random.guid(), code: machine.name,
                [
                    "new_machinenumber": machine.number, "new_name": .text(machine.name), "statecode": 0,
                    "statuscode": 1,
                ])
        }
    }
}
