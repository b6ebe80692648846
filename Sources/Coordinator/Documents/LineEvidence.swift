/// What a document tells of a write to it and its lines that was not answered.
///
/// All of it was carried out, or nothing: so one thing that our write would have changed, and that is as it was, speaks against it.
struct LineEvidence: Sendable, Hashable {
    /// Whether something is there that only our write explains.
    var isCertain = false
    /// Whether something is as it was sent, and was not before: somebody may have done the same.
    var isShown = false
    /// Whether something is as it was before, or a line is missing, or there still.
    var isContrary = false
    /// Whether a line of ours would have been edited since.
    var isEdited = false
    /// Whether a line has the number of one of ours, and says something else.
    var isDoubtful = false

    /// Notes what became of a field.
    mutating func note(_ now: some Sequence<UInt8>, sent: [UInt8], before: (some Sequence<UInt8>)?) {
        let wasSo = before?.elementsEqual(sent) ?? false
        if now.elementsEqual(sent) {
            if !wasSo { isShown = true }
        } else if let before, now.elementsEqual(before) {
            isContrary = true
        }
    }
}
