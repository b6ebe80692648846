@_exported public import MapLanguage
@_exported public import Model
@_exported public import Reconciliation
