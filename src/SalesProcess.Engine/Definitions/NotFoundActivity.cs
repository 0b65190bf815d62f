using SalesProcess.Engine.Activities;
using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Definitions;

/// <summary>Stands for an activity whose type the catalogue does not know. The file keeps its JSON; executing it is an incident.</summary>
public sealed class NotFoundActivity : Activity
{
    internal static readonly ActivityType PlaceholderType = new(
        typeof(NotFoundActivity),
        new ActivityAttribute("Elsa", "System", "An activity whose type is not known here.") { Outcomes = [] });

    /// <summary>What to do about it; types of Elsa's that are not here on purpose say why.</summary>
    internal string Advice => Type switch
    {
        "Elsa.RunCSharp" or "Elsa.RunPython" => "It runs host code, which is not accepted here. Write the script in JavaScript and use Elsa.RunJavaScript.",
        "Elsa.ReadLine" => "It reads from a console, and a server has none. Ask with Elsa.RunTask, Elsa.Event or a user task.",
        _ => $"Install it, or replace the activity '{Id}' by one of the catalogue.",
    };

    public override IReadOnlyList<string>? KnownOutcomes() => null;

    public override void Execute(ActivityContext context) => throw new ActivityFault($"The activity type '{Type}' was not found. {Advice}");
}
