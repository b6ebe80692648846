@_exported public import Model
@_exported public import Reconciliation
