using System.Text.Json.Nodes;
using SalesProcess.Engine.Definitions;
using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Activities.Control;

[Activity("Elsa", "Branching", "Runs the activities of the cases whose condition is true, or the default.")]
public sealed class Switch : Activity
{
    public IReadOnlyList<SwitchCase> Cases { get; private set; } = [];

    [Input("MatchFirst or MatchAny.", UiHint = "dropdown")]
    public Input<SwitchMode> Mode { get; set; } = null!;

    [Port]
    public Activity? Default { get; set; }

    protected internal override void Bind(JsonObject json, ActivityReader reader) => Cases = SwitchCase.Read(json, reader, this);

    protected internal override IEnumerable<string> Validate() => SwitchCase.Check(Cases);

    public override void Execute(ActivityContext context)
    {
        var matches = SwitchCase.Matches(Cases, context.Get(Mode), context).ToList();
        IEnumerable<Activity?> chosen = matches.Count > 0 ? matches.Select(c => c.Activity) : [Default];
        foreach (var activity in chosen.OfType<Activity>())
        {
            context.Schedule(activity);
        }

        CompleteIfDone(context);
    }

    public override void ChildEnded(ActivityContext context, ActivityRecord child, IReadOnlyList<string> outcomes) => CompleteIfDone(context);

    private static void CompleteIfDone(ActivityContext context)
    {
        if (!context.Children.Any())
        {
            context.Complete();
        }
    }
}
