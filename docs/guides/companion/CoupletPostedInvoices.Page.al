// Not compiled where it was written: see ../companion-pages.md.
page 50122 "Couplet Posted Invoices"
{
    PageType = API;
    Caption = 'Posted sales invoices', Locked = true;
    APIPublisher = 'couplet';
    APIGroup = 'sync';
    APIVersion = 'v1.0';
    EntityName = 'postedSalesInvoice';
    EntitySetName = 'postedSalesInvoices';
    SourceTable = "Sales Invoice Header";
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
                field(number; Rec."No.") { }
                field(externalDocumentNumber; Rec."External Document No.") { }
                field(customerPurchaseOrderReference; Rec."Your Reference") { }
                field(orderId; OrderId) { }
                field(orderNumber; Rec."Order No.") { }
                field(documentDate; Rec."Document Date") { }
                field(postingDate; Rec."Posting Date") { }
                field(dueDate; Rec."Due Date") { }
                field(shipmentDate; Rec."Shipment Date") { }
                field(customerId; CustomerId) { }
                field(customerNumber; Rec."Sell-to Customer No.") { }
                field(customerName; Rec."Sell-to Customer Name") { }
                field(billToName; Rec."Bill-to Name") { }
                field(billToAddressLine1; Rec."Bill-to Address") { }
                field(billToAddressLine2; Rec."Bill-to Address 2") { }
                field(billToCity; Rec."Bill-to City") { }
                field(billToCountry; Rec."Bill-to Country/Region Code") { }
                field(billToState; Rec."Bill-to County") { }
                field(billToPostCode; Rec."Bill-to Post Code") { }
                field(shipToName; Rec."Ship-to Name") { }
                field(shipToContact; Rec."Ship-to Contact") { }
                field(shipToAddressLine1; Rec."Ship-to Address") { }
                field(shipToAddressLine2; Rec."Ship-to Address 2") { }
                field(shipToCity; Rec."Ship-to City") { }
                field(shipToCountry; Rec."Ship-to Country/Region Code") { }
                field(shipToState; Rec."Ship-to County") { }
                field(shipToPostCode; Rec."Ship-to Post Code") { }
                field(currencyId; CurrencyId) { }
                field(currencyCode; CurrencyCode) { }
                field(paymentTermsId; PaymentTermsId) { }
                field(shipmentMethodId; ShipmentMethodId) { }
                field(shippingAgentId; ShippingAgentId) { }
                field(salespersonId; SalespersonId) { }
                field(salespersonCode; Rec."Salesperson Code") { }
                field(pricesIncludeTax; Rec."Prices Including VAT") { }
                field(workDescription; WorkDescription) { }
                field(discountAmount; Rec."Invoice Discount Amount") { }
                field(totalAmountExcludingTax; Rec.Amount) { }
                field(totalAmountIncludingTax; Rec."Amount Including VAT") { }
                field(remainingAmount; Rec."Remaining Amount") { }
                field(closed; Rec.Closed) { }
                field(cancelled; Rec.Cancelled) { }
                field(lastModifiedDateTime; Rec.SystemModifiedAt) { }
                part(postedSalesInvoiceLines; "Couplet Posted Invoice Lines")
                {
                    EntityName = 'postedSalesInvoiceLine';
                    EntitySetName = 'postedSalesInvoiceLines';
                    SubPageLink = "Document No." = field("No.");
                }
            }
        }
    }

    trigger OnAfterGetRecord()
    begin
        Rec.CalcFields("Invoice Discount Amount", Amount, "Amount Including VAT", "Remaining Amount", Closed, Cancelled);
        OrderId := References.OrderOf(Rec);
        CustomerId := References.IdOf(Database::Customer, Rec."Sell-to Customer No.");
        CurrencyId := References.IdOf(Database::Currency, Rec."Currency Code");
        CurrencyCode := References.CurrencyCode(Rec."Currency Code");
        PaymentTermsId := References.IdOf(Database::"Payment Terms", Rec."Payment Terms Code");
        ShipmentMethodId := References.IdOf(Database::"Shipment Method", Rec."Shipment Method Code");
        ShippingAgentId := References.IdOf(Database::"Shipping Agent", Rec."Shipping Agent Code");
        SalespersonId := References.IdOf(Database::"Salesperson/Purchaser", Rec."Salesperson Code");
        WorkDescription := Rec.GetWorkDescription();
    end;

    var
        References: Codeunit "Couplet References";
        OrderId: Guid;
        CustomerId: Guid;
        CurrencyId: Guid;
        CurrencyCode: Code[10];
        PaymentTermsId: Guid;
        ShipmentMethodId: Guid;
        ShippingAgentId: Guid;
        SalespersonId: Guid;
        WorkDescription: Text;
}
