/// What people do in a day that is played.
package enum PlayDeed: String, Sendable, Hashable, CaseIterable {
    /// Salespeople, in the CRM.
    case opportunityOpened, opportunityWon, opportunityLost, quoteWritten, quoteSent, quoteWon, quoteClosed
    case orderEntered, orderFromQuote, orderChanged, orderSubmitted, orderReopened, orderCanceled
    /// The back office, in the ERP.
    case orderReleased, orderShipped, orderShippedInPart, paymentReceived, invoiceCredited
    case priceChanged, stockCounted, recordRenamed, recordBlocked, recordUnblocked
}
