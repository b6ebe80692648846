// Not compiled where it was written: see ../companion-pages.md.
/// The notes of sales orders, each beside the record link in which people see it.
table 50102 "Couplet Order Note"
{
    Caption = 'Couplet Order Note', Locked = true;
    DataClassification = CustomerContent;

    fields
    {
        field(1; "Entry No."; Integer) { AutoIncrement = true; }
        field(2; "Document Id"; Guid) { }
        field(3; "External Id"; Text[50]) { }
        field(4; Note; Text[2048]) { }
        field(5; "Link ID"; Integer) { }
    }

    keys
    {
        key(Primary; "Entry No.") { Clustered = true; }
        key(Link; "Link ID") { }
        key(External; "External Id") { }
    }

    trigger OnInsert()
    var
        Other: Record "Couplet Order Note";
    begin
        if "External Id" <> '' then begin
            Other.SetRange("External Id", "External Id");
            if not Other.IsEmpty() then
                Error(TakenErr, "External Id");
        end;
        if "Link ID" = 0 then
            WriteLink();
    end;

    trigger OnModify()
    begin
        WriteLink();
    end;

    trigger OnDelete()
    var
        RecordLink: Record "Record Link";
    begin
        if RecordLink.Get("Link ID") then
            RecordLink.Delete();
    end;

    var
        TakenErr: Label 'There is a note with the external id %1 already.', Comment = '%1 is an identity', Locked = true;

    local procedure WriteLink()
    var
        SalesHeader: Record "Sales Header";
        RecordLink: Record "Record Link";
        RecordLinkManagement: Codeunit "Record Link Management";
    begin
        if not RecordLink.Get("Link ID") then begin
            SalesHeader.GetBySystemId("Document Id");
            RecordLink.Init();
            RecordLink."Link ID" := 0;
            RecordLink."Record ID" := SalesHeader.RecordId();
            RecordLink.Type := RecordLink.Type::Note;
            RecordLink.Company := CopyStr(CompanyName(), 1, MaxStrLen(RecordLink.Company));
            RecordLink."User ID" := CopyStr(UserId(), 1, MaxStrLen(RecordLink."User ID"));
            RecordLink.Created := CurrentDateTime();
            RecordLink.Insert();
            "Link ID" := RecordLink."Link ID";
        end;
        RecordLinkManagement.WriteNote(RecordLink, Note);
        RecordLink.Modify();
    end;
}
