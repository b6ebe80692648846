// Not compiled where it was written: see ../companion-pages.md.
/// How often something was paid, credited or taken back of a posted invoice.
tableextension 50100 "Couplet Invoice Header" extends "Sales Invoice Header"
{
    fields
    {
        field(50100; "Couplet Payments"; Integer)
        {
            Caption = 'Couplet Payments', Locked = true;
            DataClassification = SystemMetadata;
        }
    }
}
