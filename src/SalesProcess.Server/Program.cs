using SalesProcess.Server;
using SalesProcess.Server.Cli;

if (CommandLine.Handles(args))
{
    return CommandLine.Run(args, Console.Out, Console.Error);
}

var builder = Composition.CreateBuilder(args);
if (Composition.WhatIsMissing(builder) is { } missing)
{
    await Console.Error.WriteLineAsync(missing);
    return CommandLine.Unreadable;
}

builder.AddSalesProcess();
var app = builder.Build();
app.UseSalesProcess();
await app.RunAsync();
return 0;
