using System.CommandLine;
using SalesProcess.Engine.Activities;
using SalesProcess.Engine.Definitions;
using SalesProcess.Server.Diagrams;

namespace SalesProcess.Server.Cli;

/// <summary><c>diagram</c>: a definition as a picture.</summary>
internal static class DiagramVerb
{
    public static Command Create()
    {
        var path = new Argument<string>("file") { Description = "The definition." };
        var target = new Option<string?>("--output", "-o") { HelpName = "out.svg", Description = "Where to write the picture; by default to the standard output." };
        var command = new Command("diagram", "Draws a definition as SVG, from its designer positions if it has them.") { path, target };
        command.SetAction(parsed =>
        {
            var (file, definition) = DefinitionFiles.ReadAll([parsed.GetRequiredValue(path)])[0];
            var svg = Draw(file, definition);
            if (parsed.GetValue(target) is { } output)
            {
                Write(output, svg);
            }
            else
            {
                parsed.InvocationConfiguration.Output.WriteLine(svg);
            }

            return 0;
        });
        return command;
    }

    private static string Draw(string file, WorkflowDefinition definition)
    {
        try
        {
            return DiagramSvg.Draw(WorkflowGraph.Compile(definition, new ActivityCatalog(MemoryHost.Activities)), new HashSet<string>(StringComparer.Ordinal));
        }
        catch (DefinitionException fault)
        {
            throw new CommandFault(DefinitionFiles.Told(file, fault.Findings));
        }
    }

    private static void Write(string output, string svg)
    {
        try
        {
            File.WriteAllText(output, svg);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CommandFault($"The picture cannot be written to '{output}': {fault.Message}");
        }
    }
}
