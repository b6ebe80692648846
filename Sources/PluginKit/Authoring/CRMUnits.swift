/// How units of measure stand in the CRM: each as a group of its own, or as the units of an item's or a resource's group.
public enum CRMUnits: String, Sendable, Hashable, CaseIterable {
    /// Each unit of the ERP is a group with one unit: the entity `unitsofmeasure`.
    case measures
    /// Each item and each resource has a group with its units: the entities `unitgroups`, `itemunits` and `resourceunits`.
    case groups

    /// The setting `units`.
    public static let setting = Setting("units", .oneOf(allCases.map(\.rawValue)))

    /// Reads the setting; without it, each unit is a group.
    public init(_ configuration: Configuration) {
        self = configuration.text("units").flatMap(Self.init) ?? .measures
    }

    /// The field of a unit's group that holds its one unit; empty when it has none, or several.
    public static let onlyUnit: FieldName = "unit_of_measurement_schedule_units/uomid"
}
