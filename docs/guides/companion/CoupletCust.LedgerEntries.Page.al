// Not compiled where it was written: see ../companion-pages.md.
page 50120 "Couplet Cust. Ledger Entries"
{
    PageType = API;
    Caption = 'Customer ledger entries', Locked = true;
    APIPublisher = 'couplet';
    APIGroup = 'sync';
    APIVersion = 'v1.0';
    EntityName = 'customerLedgerEntry';
    EntitySetName = 'customerLedgerEntries';
    SourceTable = "Cust. Ledger Entry";
    ODataKeyFields = SystemId;
    DelayedInsert = true;
    Editable = false;
    InsertAllowed = false;
    ModifyAllowed = false;
    DeleteAllowed = false;
    Extensible = false;

    layout
    {
        area(Content)
        {
            repeater(Records)
            {
                field(id; Rec.SystemId) { }
                field(entryNumber; Rec."Entry No.") { }
                field(customerId; CustomerId) { }
                field(customerNumber; Rec."Customer No.") { }
                field(postingDate; Rec."Posting Date") { }
                field(dueDate; Rec."Due Date") { }
                field(documentType; Rec."Document Type") { }
                field(documentNumber; Rec."Document No.") { }
                field(externalDocumentNumber; Rec."External Document No.") { }
                field(description; Rec.Description) { }
                field(currencyId; CurrencyId) { }
                field(currencyCode; CurrencyCode) { }
                field(amount; Rec.Amount) { }
                field(remainingAmount; Rec."Remaining Amount") { }
                field(amountLocal; Rec."Amount (LCY)") { }
                field(remainingAmountLocal; Rec."Remaining Amt. (LCY)") { }
                field(salesLocal; Rec."Sales (LCY)") { }
                field("open"; Rec.Open) { }
                field(closedByEntryNumber; Rec."Closed by Entry No.") { }
                field(lastModifiedDateTime; Rec.SystemModifiedAt) { }
            }
        }
    }

    trigger OnAfterGetRecord()
    begin
        Rec.CalcFields(Amount, "Remaining Amount", "Amount (LCY)", "Remaining Amt. (LCY)");
        CustomerId := References.IdOf(Database::Customer, Rec."Customer No.");
        CurrencyId := References.IdOf(Database::Currency, Rec."Currency Code");
        CurrencyCode := References.CurrencyCode(Rec."Currency Code");
    end;

    var
        References: Codeunit "Couplet References";
        CustomerId: Guid;
        CurrencyId: Guid;
        CurrencyCode: Code[10];
}
