// Not compiled where it was written: see ../companion-pages.md.
page 50114 "Couplet Opportunities"
{
    PageType = API;
    Caption = 'Opportunities', Locked = true;
    APIPublisher = 'couplet';
    APIGroup = 'sync';
    APIVersion = 'v1.0';
    EntityName = 'opportunity';
    EntitySetName = 'opportunities';
    SourceTable = Opportunity;
    ODataKeyFields = SystemId;
    DelayedInsert = true;
    Extensible = false;

    layout
    {
        area(Content)
        {
            repeater(Records)
            {
                field(id; Rec.SystemId) { Editable = false; }
                field(number; Rec."No.") { }
                field(contactId; ContactId)
                {
                    trigger OnValidate()
                    begin
                        Rec.Validate("Contact No.", References.CodeOf(Database::Contact, ContactId));
                    end;
                }
                field(contactNumber; Rec."Contact No.") { }
                field(contactType; ContactType) { Editable = false; }
                field(customerId; CustomerId) { Editable = false; }
                field(contactName; Rec."Contact Name") { Editable = false; }
                field(contactCompanyName; Rec."Contact Company Name") { Editable = false; }
                field(salespersonId; SalespersonId)
                {
                    trigger OnValidate()
                    begin
                        Rec.Validate("Salesperson Code", References.CodeOf(Database::"Salesperson/Purchaser", SalespersonId));
                    end;
                }
                field(salespersonCode; Rec."Salesperson Code") { }
                field(description; Rec.Description) { }
                field("status"; Rec.Status) { Editable = false; }
                field(closed; Rec.Closed) { Editable = false; }
                field(creationDate; Rec."Creation Date") { Editable = false; }
                field(dateClosed; Rec."Date Closed") { Editable = false; }
                field(calculatedCurrentValue; Rec."Calcd. Current Value (LCY)") { Editable = false; }
                field(chancesOfSuccessPrc; Rec."Chances of Success %") { Editable = false; }
                field(completedPrc; Rec."Completed %") { Editable = false; }
                field(estimatedClosingDate; Rec."Estimated Closing Date") { Editable = false; }
                field(estimatedValue; Rec."Estimated Value (LCY)") { Editable = false; }
                field(systemCreatedAt; Rec.SystemCreatedAt) { Editable = false; }
                field(lastModifiedDateTime; Rec.SystemModifiedAt) { Editable = false; }
            }
        }
    }

    trigger OnAfterGetRecord()
    begin
        Rec.CalcFields("Contact Name", "Contact Company Name", "Calcd. Current Value (LCY)", "Chances of Success %", "Completed %", "Estimated Closing Date", "Estimated Value (LCY)");
        ContactId := References.IdOf(Database::Contact, Rec."Contact No.");
        ContactType := References.TypeOfContact(Rec."Contact No.");
        CustomerId := References.CustomerOf(Rec."Contact Company No.");
        SalespersonId := References.IdOf(Database::"Salesperson/Purchaser", Rec."Salesperson Code");
    end;

    trigger OnNewRecord(BelowxRec: Boolean)
    begin
        Clear(ContactId);
        Clear(ContactType);
        Clear(CustomerId);
        Clear(SalespersonId);
    end;

    var
        References: Codeunit "Couplet References";
        ContactId: Guid;
        ContactType: Enum "Contact Type";
        CustomerId: Guid;
        SalespersonId: Guid;
}
