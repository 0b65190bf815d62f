using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>Boxes as they are asked for.</summary>
internal static class AskedBox
{
    public const string NeedsAttention = "needs-attention";

    /// <summary>Of all that he sees what he watches: few, which are looked up.</summary>
    public const string Watching = "watching";

    public static readonly IReadOnlyList<string> Names = ["available", "mine", "team", Watching, "done", "all", NeedsAttention];

    /// <summary>All that somebody sees.</summary>
    public static readonly IReadOnlyList<Box> All = [Box.Open, Box.OpenApart, Box.Closed];

    private static readonly string[] OpenStates = [.. Enum.GetValues<Tasks.TaskStatus>().Where(IsOpen).Select(s => s.ToString())];

    public static string DefaultSort(string box) => box switch
    {
        "done" or Watching or "all" => "-createdAt",
        NeedsAttention => BoxStretches.Urgency,
        _ => "dueAt",
    };

    public static IReadOnlyList<string> Sorts(string box) => box == NeedsAttention ? BoxStretches.AttentionSorts : BoxStretches.Sorts;

    public static IReadOnlyList<Box> Of(string box) => box switch
    {
        "available" => [Box.Available],
        "mine" => [Box.Mine],
        "team" => [Box.Team],
        "done" => [Box.Done],
        NeedsAttention => [Box.Open, Box.Attention],
        _ => All,
    };

    /// <summary>Of all that he sees only what is open, or only what is not, if the states that are asked for say so.</summary>
    /// <returns>The boxes, and whether they say the same as the states: no task of them is in another one.</returns>
    public static (IReadOnlyList<Box> Boxes, bool SaysAll) Of(string box, IReadOnlyCollection<string> states)
    {
        if (box != "all" || states.Count == 0)
        {
            return (Of(box), false);
        }

        var open = states.Where(OpenStates.Contains).ToList();
        return open.Count == states.Count ? ([Box.Open, Box.OpenApart], open.Count == OpenStates.Length)
            : open.Count == 0 ? ([Box.Closed], false)
            : (Of(box), false);
    }

    private static bool IsOpen(Tasks.TaskStatus status) => status is Tasks.TaskStatus.Ready or Tasks.TaskStatus.Reserved or Tasks.TaskStatus.InProgress or Tasks.TaskStatus.Suspended;
}
