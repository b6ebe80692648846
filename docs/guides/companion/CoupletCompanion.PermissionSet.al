// Not compiled where it was written: see ../companion-pages.md.
/// What the user needs whose sign-in Couplet uses, beside the rights on the tables of the base application.
permissionset 50100 "Couplet Companion"
{
    Assignable = true;
    Caption = 'Couplet companion pages', Locked = true;
    Permissions =
        tabledata "Couplet Customer Statistics" = RIMD,
        tabledata "Couplet Order Note" = RIMD,
        table "Couplet Customer Statistics" = X,
        table "Couplet Order Note" = X,
        tabledata "Couplet Order Note" = RIMD,
        table "Couplet Order Note" = X,
        codeunit "Couplet Changes" = X,
        codeunit "Couplet Order Note Changes" = X,
        codeunit "Couplet Order Notes" = X,
        codeunit "Couplet References" = X,
        codeunit "Couplet Statistics Job" = X,
        page "Couplet Contacts" = X,
        page "Couplet Currencies" = X,
        page "Couplet Cust. Ledger Entries" = X,
        page "Couplet Cust. Price Groups" = X,
        page "Couplet Customer Statistics" = X,
        page "Couplet Customers" = X,
        page "Couplet Item Units" = X,
        page "Couplet Items" = X,
        page "Couplet Opportunities" = X,
        page "Couplet Order Notes" = X,
        page "Couplet Order Notes" = X,
        page "Couplet Payment Terms" = X,
        page "Couplet Posted Invoice Lines" = X,
        page "Couplet Posted Invoices" = X,
        page "Couplet Price List Lines" = X,
        page "Couplet Price Lists" = X,
        page "Couplet Resource Units" = X,
        page "Couplet Resources" = X,
        page "Couplet Sales Prices" = X,
        page "Couplet Salespeople" = X,
        page "Couplet Shipment Methods" = X,
        page "Couplet Shipping Agents" = X,
        page "Couplet Unit Groups" = X,
        page "Couplet Units of Measure" = X,
        page "Couplet Vendors" = X;
}
