import ArgumentParser
import Coordinator
import Model

/// What the commands that run entities take.
struct SelectionOptions: ParsableArguments {
    @Argument(
        help: .said(
            "The entities: a name, +name (with what it needs), name+ (with what needs it), 1+name (one step), tag:word, state:failed, retry. Without any, all of them.",
            "Les entités : un nom, +nom (avec ce dont il dépend), nom+ (avec ce qui en dépend), 1+nom (un pas), tag:mot, state:failed, retry. Sans aucune, toutes.",
            valueName: "selection"), completion: .entities)
    var selection: [String] = []

    @Option(
        name: .long,
        help: .said(
            "Leave these out; may be repeated.", "Laisse celles-ci de côté ; peut être répété.", valueName: "selection"),
        completion: .entities)
    var except: [String] = []

    @Option(
        name: .long,
        help: .said(
            "Only this record, by id or number, of the entities selected; may be repeated.",
            "Seulement cet enregistrement, par identifiant ou numéro, des entités choisies ; peut être répété.",
            valueName: "record"))
    var record: [String] = []

    @Flag(
        name: .long,
        help: .said(
            "List both sides completely, instead of what changed.",
            "Liste les deux côtés en entier, au lieu de ce qui a changé."))
    var full = false

    /// The options as plain values.
    var values: RunSelection { RunSelection(entities: selection, except: except, records: record) }

    /// The mode that the options come to.
    var mode: RunMode { record.isEmpty ? (full ? .full : .incremental) : .selected }
}
