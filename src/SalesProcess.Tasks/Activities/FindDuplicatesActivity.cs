using SalesProcess.Engine.Activities;
using SalesProcess.Engine.Execution;

namespace SalesProcess.Tasks.Activities;

/// <summary>Looks for other deals with the same customer.</summary>
[Activity("SalesProcess", "Sales", "Looks for other deals with the same names or numbers.", Name = "FindDuplicates", Outcomes = ["None", "Found"])]
public sealed class FindDuplicatesActivity : Activity
{
    [Input("What identifies the customer: company name, registration number, phones, mail addresses.")]
    public Input<string[]> Keys { get; set; } = null!;

    [Output("{matches:[{instanceId, businessKey, key}]}")]
    public Output Result { get; set; } = null!;

    public override void Execute(ActivityContext context)
    {
        var keys = DuplicateKey.Normalize(context.Get(Keys) ?? []);
        if (keys.Count == 0)
        {
            Finish(context, []);
            return;
        }

        context.Emit(new FindDuplicates(context.Wait().Id, keys));
    }

    public override void Resume(ActivityContext context, Bookmark bookmark, IReadOnlyDictionary<string, object?> input) =>
        Finish(context, input.GetValueOrDefault("matches") as List<object?> ?? []);

    private void Finish(ActivityContext context, List<object?> matches)
    {
        context.Set(Result, new Dictionary<string, object?>(StringComparer.Ordinal) { ["matches"] = matches });
        context.Complete(matches.Count == 0 ? "None" : "Found");
    }
}
