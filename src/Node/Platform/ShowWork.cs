using Entraide.Node.Platform.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Platform;

/// <summary>Where somebody begins who is signed in: what she may do in the role in which she acts, and what is new.</summary>
public static class ShowWork
{
    public static async Task<RazorComponentResult<WorkPage>> Show(Frame frame, Caller caller, IReadOnlyList<Module> modules, PlatformDb db) => new(new
    {
        Frame = frame,
        Caller = caller,
        Menu = modules.SelectMany(module => module.Menu).Where(entry => entry.Asks is not { } asked || Policy.MayEver(caller.Role, caller.Purpose, asked.Action, asked.Resource))
            .OrderBy(entry => entry.Asks is null).ToList(),
        Notices = await db.Notices.AsNoTracking().Where(one => one.AccountId == caller.AccountId).OrderByDescending(one => one.At).Take(3).ToListAsync(),
    });
}
