import Foundation
import PluginKit

/// What of an invoice is paid, as the CRM says it.
enum PaymentState {
    /// Nothing yet.
    case billed
    /// A part.
    case partlyPaid
    /// All of it.
    case paid
    /// Nothing is to be paid any more: the invoice was taken back.
    case cancelled

    /// Reads it from an invoice of the ERP.
    init(_ fields: Fields) {
        let (left, total) = (Amount.of(fields["remainingAmount"]), Amount.of(fields["totalAmountIncludingTax"]))
        if fields["cancelled"] == true {
            self = .cancelled
        } else if left == 0 {
            self = .paid
        } else {
            self = abs(left) < abs(total) ? .partlyPaid : .billed
        }
    }

    /// The CRM's state of the invoice: active, paid, canceled.
    var state: Int64 {
        switch self {
        case .billed: 0
        case .partlyPaid, .paid: 2
        case .cancelled: 3
        }
    }

    /// The reason of the state: billed, partial, complete, canceled.
    var reason: Int64 {
        switch self {
        case .billed: 4
        case .partlyPaid: 100_002
        case .paid: 100_001
        case .cancelled: 100_003
        }
    }
}
