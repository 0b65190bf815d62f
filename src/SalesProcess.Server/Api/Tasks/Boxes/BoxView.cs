using System.ComponentModel.DataAnnotations;
using SalesProcess.Server.Identity;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>The section <c>Boxes</c> of the settings.</summary>
internal sealed class BoxOptions
{
    /// <summary>
    /// How many tasks of a box are sorted at once when somebody asks for an order that it is not kept in. Of a larger one all tasks are gone through in that
    /// order until enough of his are found. Without it whatever takes less time.
    /// </summary>
    [Range(0, 1_000_000)]
    public int? Sorted { get; set; }
}

/// <summary>What somebody asks his boxes for.</summary>
/// <param name="Filter">Conditions on the task (alias t), each after an AND; none for all.</param>
/// <param name="Narrow">A condition on the task that few fulfil and an index finds: those are then looked up in the boxes, instead of going through these.</param>
/// <param name="Now">For what is overdue, or rests until a time.</param>
internal sealed record BoxView(IReadOnlyList<Box> Boxes, Asker Asker, DateTimeOffset Now, Func<SqlQuery, string> Filter, Func<SqlQuery, string>? Narrow = null)
{
    public static string Everything(SqlQuery query) => "";

    public bool IsAttention => Boxes.Contains(Box.Attention);

    /// <summary>See <see cref="BoxOptions.Sorted"/>.</summary>
    public int? Sorted { get; init; }

    /// <summary>Of boxes that were measured: whether they hold too much to be sorted when somebody asks for an order that they are not kept in.</summary>
    public IReadOnlyDictionary<Box, bool> IsLarge { get; init; } = new Dictionary<Box, bool>();
}
