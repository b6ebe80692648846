// Not compiled where it was written: see ../companion-pages.md.
/// The notes of sales orders: the base application keeps notes as links with a blob, by which nothing can be looked up.
table 50103 "Couplet Order Note"
{
    Caption = 'Couplet Order Note', Locked = true;

    fields
    {
        field(1; "Entry No."; Integer) { AutoIncrement = true; }
        field(2; "Document Id"; Guid) { }
        field(3; "External Id"; Text[50]) { }
        field(4; Note; Text[2048]) { }
    }

    keys
    {
        key(Primary; "Entry No.") { Clustered = true; }
        key(Document; "Document Id") { }
        key(External; "External Id") { }
    }

    var
        TakenErr: Label 'There is a note with the external identity %1.', Comment = '%1 is an identity', Locked = true;

    trigger OnInsert()
    var
        SalesHeader: Record "Sales Header";
        Other: Record "Couplet Order Note";
    begin
        SalesHeader.GetBySystemId("Document Id");
        if "External Id" = '' then
            exit;
        Other.SetRange("External Id", "External Id");
        if not Other.IsEmpty() then
            Error(TakenErr, "External Id");
    end;
}
