// Not compiled where it was written: see ../companion-pages.md.
page 50121 "Couplet Customer Statistics"
{
    PageType = API;
    Caption = 'Customer statistics', Locked = true;
    APIPublisher = 'couplet';
    APIGroup = 'sync';
    APIVersion = 'v1.0';
    EntityName = 'customerStatistics';
    EntitySetName = 'customerStatistics';
    SourceTable = "Couplet Customer Statistics";
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
                field(customerId; CustomerId) { }
                field(customerNumber; Rec."Customer No.") { }
                field(displayName; Rec.Name) { }
                field(blocked; Rec.Blocked) { }
                field(currencyId; Rec."Currency Id") { }
                field(balance; Rec."Balance (LCY)") { }
                field(outstandingOrders; Rec."Outstanding Orders (LCY)") { }
                field(shippedNotInvoiced; Rec."Shipped Not Invoiced (LCY)") { }
                field(outstandingInvoices; Rec."Outstanding Invoices (LCY)") { }
                field(total; Rec."Total (LCY)") { }
                field(creditLimit; Rec."Credit Limit (LCY)") { }
                field(overdueAmount; Rec."Overdue Amount (LCY)") { }
                field(totalSales; Rec."Total Sales (LCY)") { }
                field(invoicedPrepayment; Rec."Invoiced Prepayment (LCY)") { }
                field(overdueAsOf; Rec."Overdue As Of") { }
                field(lastModifiedDateTime; Rec.SystemModifiedAt) { }
            }
        }
    }

    trigger OnAfterGetRecord()
    begin
        CustomerId := References.IdOf(Database::Customer, Rec."Customer No.");
    end;

    var
        References: Codeunit "Couplet References";
        CustomerId: Guid;
}
