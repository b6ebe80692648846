// Not compiled where it was written: see ../companion-pages.md.
/// What each customer owes, has ordered and has bought, as "Couplet Statistics Job" last found it.
///
/// A row is modified when one of its figures changed, and then only.
table 50100 "Couplet Customer Statistics"
{
    Caption = 'Couplet Customer Statistics', Locked = true;
    DataClassification = CustomerContent;

    fields
    {
        field(1; "Customer No."; Code[20]) { TableRelation = Customer; }
        field(2; Name; Text[100]) { }
        field(3; Blocked; Enum "Customer Blocked") { }
        field(4; "Currency Id"; Guid) { }
        field(5; "Balance (LCY)"; Decimal) { }
        field(6; "Outstanding Orders (LCY)"; Decimal) { }
        field(7; "Shipped Not Invoiced (LCY)"; Decimal) { }
        field(8; "Outstanding Invoices (LCY)"; Decimal) { }
        field(9; "Total (LCY)"; Decimal) { }
        field(10; "Credit Limit (LCY)"; Decimal) { }
        field(11; "Overdue Amount (LCY)"; Decimal) { }
        field(12; "Total Sales (LCY)"; Decimal) { }
        field(13; "Invoiced Prepayment (LCY)"; Decimal) { }
        field(14; "Overdue As Of"; Date) { }
    }

    keys
    {
        key(Primary; "Customer No.") { Clustered = true; }
    }

    /// Whether another row says the same.
    procedure IsSame(Other: Record "Couplet Customer Statistics"): Boolean
    begin
        exit(
            (Name = Other.Name) and (Blocked = Other.Blocked) and
            ("Balance (LCY)" = Other."Balance (LCY)") and
            ("Outstanding Orders (LCY)" = Other."Outstanding Orders (LCY)") and
            ("Shipped Not Invoiced (LCY)" = Other."Shipped Not Invoiced (LCY)") and
            ("Outstanding Invoices (LCY)" = Other."Outstanding Invoices (LCY)") and
            ("Total (LCY)" = Other."Total (LCY)") and ("Credit Limit (LCY)" = Other."Credit Limit (LCY)") and
            ("Overdue Amount (LCY)" = Other."Overdue Amount (LCY)") and
            ("Total Sales (LCY)" = Other."Total Sales (LCY)") and
            ("Invoiced Prepayment (LCY)" = Other."Invoiced Prepayment (LCY)"));
    end;
}
