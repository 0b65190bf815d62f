using SalesProcess.Server.Cli;

return CommandLine.Run(args, Console.Out, Console.Error);
