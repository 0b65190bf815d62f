using SalesProcess.Server.Identity;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>What somebody asks his boxes for.</summary>
/// <param name="Filter">Conditions on the task (alias t), each after an AND; none for all.</param>
/// <param name="Narrow">A condition on the task that few fulfil and an index finds: those are then looked up in the boxes, instead of going through these.</param>
/// <param name="Now">For what is overdue, or rests until a time.</param>
internal sealed record BoxView(IReadOnlyList<Box> Boxes, Asker Asker, DateTimeOffset Now, Func<SqlQuery, string> Filter, Func<SqlQuery, string>? Narrow = null)
{
    public static string Everything(SqlQuery query) => "";

    public bool IsAttention => Boxes.Contains(Box.Attention);
}
