using System.Text.Json.Nodes;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>What became of an item.</summary>
/// <param name="Status">What the call for one task would have had.</param>
/// <param name="Problem">The body of its refusal; null if it is done.</param>
/// <param name="CommentId">What was said, if something was.</param>
internal sealed record BatchOutcome(BatchItem Item, int Status, string? Problem, string? CommentId)
{
    public bool IsDone => Problem is null;

    public string? Code => Problem is null ? null : JsonNode.Parse(Problem)!["code"]!.GetValue<string>();

    /// <summary>Wrong whatever the tasks are like: to be mended by whoever sent it, and not by trying again.</summary>
    public bool IsInvalid => Status is StatusCodes.Status400BadRequest or StatusCodes.Status422UnprocessableEntity or StatusCodes.Status428PreconditionRequired;

    /// <summary>The refusal of a batch that is done as a whole or not at all: names every item that stands in the way.</summary>
    public static Refusal Refuse(IReadOnlyList<BatchOutcome> outcomes)
    {
        var refused = outcomes.Where(o => !o.IsDone).ToList();
        return new Refusal(
            refused.TrueForAll(o => o.IsInvalid) ? RefusalCodes.BatchInvalid : RefusalCodes.BatchRefused,
            $"{refused.Count} of {outcomes.Count} items are refused, so nothing was changed.",
            [.. refused.SelectMany(o => o.Errors())]);
    }

    private IEnumerable<FieldError> Errors()
    {
        var problem = JsonNode.Parse(Problem!)!;
        var at = $"/items/{Item.Index}";
        yield return new FieldError(at, problem["code"]!.GetValue<string>(), problem["message"]!.GetValue<string>());
        foreach (var error in problem["errors"]!.AsArray())
        {
            yield return new FieldError($"{at}/body{error!["pointer"]}", error["code"]!.GetValue<string>(), error["message"]!.GetValue<string>());
        }
    }
}
